package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.store.LogPosition;
import java.util.Optional;

/**
 * How far the disk of a member reaches.
 *
 * @param voteTerm the term in its vote file; 0 before the first vote
 * @param end the last entry of log or snapshot; empty for none
 */
public record Forced(long voteTerm, Optional<LogPosition> end) {
    public static final Forced NOTHING = new Forced(0, Optional.empty());

    public Forced {
        if (voteTerm < 0) {
            throw new IllegalArgumentException("vote term is not negative: " + voteTerm);
        }
    }
}
