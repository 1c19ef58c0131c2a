package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What speaks against this member as leader. It stands for election while nothing does. */
final class Standing {
    enum Reason {
        /** It cannot sign for every enrolled key. */
        KEYS,
        /** Its disk is nearly full. */
        DISK_SPACE
    }

    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final ClusterMember member;
    private final Set<Reason> against = EnumSet.noneOf(Reason.class);

    Standing(ClusterMember member) {
        this.member = member;
    }

    /** Whether this speaks against it from now on. Takes effect at the next election; a leader stays leader. */
    synchronized void objection(Reason reason, boolean holds) {
        boolean stood = against.isEmpty();
        if (holds ? !against.add(reason) : !against.remove(reason)) {
            return;
        }
        if (stood != against.isEmpty()) {
            member.standForElection(against.isEmpty());
            LOG.info("this member {} for election", against.isEmpty() ? "stands" : "does not stand");
        }
    }
}
