package io.raftkms.consensus.raft;

import java.util.function.BooleanSupplier;

/**
 * Whether this member stands for election. One that does not asks nobody for a vote and refuses to be made a candidate:
 * Ratis goes on with its timers, loses each pre-vote without a term lost, and follows, votes and replicates as ever.
 * Ratis' own pause is not used: a follower that misses its leader under it stops its timer and starts nothing, and does
 * not come back when the pause ends.
 */
final class Candidacy {
    private final BooleanSupplier groupIsNewest;
    private volatile boolean stands = true;

    /**
     * @param groupIsNewest whether the group that votes would be counted by is the newest one known here
     */
    Candidacy(BooleanSupplier groupIsNewest) {
        this.groupIsNewest = groupIsNewest;
    }

    /** Takes effect at the next election; a leader stays leader. */
    void stand(boolean now) {
        stands = now;
    }

    /** Asked for each request for a vote, just before it leaves. */
    boolean stands() {
        return stands && groupIsNewest.getAsBoolean();
    }
}
