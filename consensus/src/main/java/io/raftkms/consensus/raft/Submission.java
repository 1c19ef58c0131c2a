package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.Answer;
import java.util.Optional;

/** How a submitted command ended. */
public sealed interface Submission {
    /** Committed, and applied on this member. */
    record Applied(Answer answer, long term, long index) implements Submission {}

    /**
     * Not known to be committed; it may still be, unless {@code neverAppended}. Submit the same bytes again to whoever
     * leads.
     *
     * @param leader who leads instead, if known
     * @param neverAppended true when it is certain that the command did not reach the log
     */
    record NoOutcome(String reason, Optional<MemberId> leader, boolean neverAppended) implements Submission {}
}
