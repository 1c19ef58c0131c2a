package io.raftkms.signer.audit;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.raft.AppliedEntry;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.signer.link.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What happened, on its way to the chain: no text is made of it before the writer's own thread has it. */
sealed interface AuditEvent {
    /**
     * A command was applied.
     *
     * @param reserved the reservation that a conflicting command met, if it is still known
     */
    record Applied(long term, long index, Entry entry, Answer answer, Optional<Reservation> reserved)
            implements AuditEvent {
        /** Without the ledger, which the queue need not hold. */
        static Applied of(AppliedEntry applied) {
            return new Applied(applied.term(), applied.index(), applied.entry(), applied.answer(), reserved(applied));
        }

        private static Optional<Reservation> reserved(AppliedEntry applied) {
            boolean conflict = applied.answer() instanceof Answer.Decided decided && Conflict.is(decided.decision());
            if (conflict && applied.entry().command() instanceof Command.Reserve asked) {
                return applied.after()
                        .key(asked.key())
                        .flatMap(state -> state.recent().at(asked.reservation().at()));
            }
            return Optional.empty();
        }
    }

    /** An entry that needs no line of its own. */
    record Passed(long index) implements AuditEvent {}

    /** A snapshot became the state. */
    record Restored(long index) implements AuditEvent {}

    /**
     * A leader answered from what is applied.
     *
     * @param reserved the reservation at the position that was asked for, if it is still known
     */
    record Local(KeyId key, String validator, Reservation asked, Decision decision, Optional<Reservation> reserved)
            implements AuditEvent {}

    /** A verified signature was handed to a link. */
    record Released(
            KeyId key,
            String validator,
            PrivvalRequest request,
            ByteString signature,
            Instant signedTime,
            Optional<ByteString> extensionSignature,
            Duration took)
            implements AuditEvent {}

    /** A request ended without a signature. */
    record Answered(
            String chainId, String validator, PrivvalRequest request, Outcome outcome, String detail, Duration took)
            implements AuditEvent {}
}
