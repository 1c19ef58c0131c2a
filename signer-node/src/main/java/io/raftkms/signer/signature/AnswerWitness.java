package io.raftkms.signer.signature;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Told of decisions that a leader gives from what is applied, without an entry in the log. Must return at once. */
@FunctionalInterface
public interface AnswerWitness {
    /** Hears nothing. */
    AnswerWitness NONE = (key, validator, asked, decision, ledger) -> {};

    /**
     * @param validator the link that asked
     * @param ledger what the decision was taken from
     */
    void answered(KeyId key, String validator, Reservation asked, Decision decision, LedgerState ledger);

    /** A witness whose failures are no failures of the answer. */
    record Guarded(AnswerWitness witness) implements AnswerWitness {
        private static final Logger LOG = LoggerFactory.getLogger(AnswerWitness.class);

        @Override
        public void answered(KeyId key, String validator, Reservation asked, Decision decision, LedgerState ledger) {
            try {
                witness.answered(key, validator, asked, decision, ledger);
            } catch (RuntimeException defect) {
                LOG.error("the witness of answers failed; the answer is not concerned", defect);
            }
        }
    }
}
