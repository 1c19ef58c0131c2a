package io.raftkms.consensus.ledger;

import java.util.Objects;

/**
 * A ledger state with the log entry that it includes as the last.
 *
 * @param term Raft term of that entry, from 0
 * @param index Raft index of that entry, from 0
 */
public record Snapshot(LedgerState state, long term, long index) {
    public Snapshot {
        Objects.requireNonNull(state, "state");
        if (term < 0 || index < 0) {
            throw new IllegalArgumentException("term and index are not negative: " + term + "/" + index);
        }
    }
}
