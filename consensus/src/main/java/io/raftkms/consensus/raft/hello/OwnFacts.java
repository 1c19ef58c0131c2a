package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.raft.store.PeersFile;
import io.raftkms.consensus.raft.store.PeersStore;
import io.raftkms.consensus.raft.store.RunRecord;
import java.util.function.Supplier;

/** What this member says of itself: who it is does not change, what its disk holds does. */
public final class OwnFacts implements Supplier<HelloFacts> {
    private final Identity identity;
    private final RunRecord run;
    private final PeersStore peers;
    private final Forced begun;
    private volatile Forced now;

    /**
     * @param run this start
     * @param begun what the disk held when it began
     */
    public OwnFacts(Identity identity, RunRecord run, PeersStore peers, Forced begun) {
        this.identity = identity;
        this.run = run;
        this.peers = peers;
        this.begun = begun;
        this.now = begun;
    }

    /** More is on the disk now. */
    public void forced(Forced more) {
        now = more;
    }

    @Override
    public HelloFacts get() {
        PeersFile file = peers.now();
        return new HelloFacts(
                identity.clusterId(),
                run.member(),
                file.firstStartId(),
                run.startNumber(),
                run.startId(),
                identity.joins(),
                file.formed(),
                file.counted(),
                begun,
                now);
    }
}
