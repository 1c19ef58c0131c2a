package io.raftkms.signer.node;

import io.raftkms.consensus.raft.store.DrainMark;
import io.raftkms.signer.admin.DrainSwitch;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a drained member from standing for election, from its start on. */
final class Drain implements DrainSwitch {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final DrainMark mark;
    private final Standing standing;

    Drain(DrainMark mark, Standing standing) {
        this.mark = mark;
        this.standing = standing;
        standing.objection(Standing.Reason.DRAINED, mark.isSet());
        if (mark.isSet()) {
            LOG.warn("this member is drained: it does not stand for election until `raftkms cluster undrain`");
        }
    }

    @Override
    public boolean drained() {
        return mark.isSet();
    }

    @Override
    public synchronized void turn(boolean drained) throws IOException {
        if (drained) {
            mark.set();
        } else {
            mark.clear();
        }
        standing.objection(Standing.Reason.DRAINED, drained);
        LOG.info("this member is {}", drained ? "drained" : "not drained any more");
    }
}
