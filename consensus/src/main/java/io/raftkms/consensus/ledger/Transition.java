package io.raftkms.consensus.ledger;

import java.util.Objects;
import java.util.Optional;

/**
 * What an entry did to the ledger.
 *
 * @param next the state after it; the same object when nothing changed
 * @param moved the mark that it set, if any; an entry sets at most one
 */
public record Transition(LedgerState next, Answer answer, Optional<MarkMove> moved) {
    public Transition {
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(moved, "moved");
    }
}
