package io.raftkms.consensus.raft.store;

import org.apache.ratis.protocol.RaftPeerId;

/** Hears of every vote that this member gets as a candidate, before the vote counts; must return at once. */
@FunctionalInterface
public interface GrantedVotes {
    /**
     * @param voter whose vote it is: forced in its vote file, says the order in which it answers
     * @param term in which it votes for this member
     */
    void granted(RaftPeerId voter, long term);
}
