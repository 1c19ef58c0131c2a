package io.raftkms.consensus.ledger;

import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import java.util.Objects;

/** What a log entry asks of the ledger. The kind's number is part of the log: never changed, never reused. */
public sealed interface Command {
    /** Changes nothing: warm-up, and proof that a majority accepts writes. */
    record Noop() implements Command {}

    /** Asks for the right to sign. */
    record Reserve(KeyId key, Reservation reservation) implements Command {
        public Reserve {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(reservation, "reservation");
        }
    }

    /** Makes a key sign on a chain, from a first mark on. Idempotent with equal values, refused otherwise. */
    record Enrol(KeyId key, Enrolment enrolment) implements Command {
        public Enrol {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(enrolment, "enrolment");
        }
    }
}
