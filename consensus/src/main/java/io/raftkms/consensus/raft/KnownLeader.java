package io.raftkms.consensus.raft;

import org.apache.ratis.protocol.RaftPeerId;

/** Hears who leads: after Ratis has written the term down, and before it takes the first entry of it. */
@FunctionalInterface
interface KnownLeader {
    /** Must end the process where what it needs is not on the disk. */
    void leads(RaftPeerId leader, long term);
}
