package io.raftkms.consensus.raft;

/**
 * Whether this member stands for election. One that does not asks nobody for a vote and refuses to be made a candidate:
 * Ratis goes on with its timers, loses each pre-vote without a term lost, and follows, votes and replicates as ever.
 * Ratis' own pause is not used: a follower that misses its leader under it stops its timer and starts nothing, and does
 * not come back when the pause ends.
 */
final class Candidacy {
    private volatile boolean stands = true;

    /** Takes effect at the next election; a leader stays leader. */
    void stand(boolean now) {
        stands = now;
    }

    boolean stands() {
        return stands;
    }
}
