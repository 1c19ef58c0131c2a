package io.raftkms.consensus.ledger;

import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Lowering;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
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

    /**
     * Makes a key sign on a chain, from a first mark on. Idempotent with equal values, refused otherwise.
     *
     * @param paused it is enrolled as paused at every height, so that no signature comes before the pause; of a key that
     *     is enrolled already the pause stays as it is
     */
    record Enrol(KeyId key, Enrolment enrolment, boolean paused) implements Command {
        public Enrol {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(enrolment, "enrolment");
        }

        /** A key that may sign at once. */
        public Enrol(KeyId key, Enrolment enrolment) {
            this(key, enrolment, false);
        }
    }

    /**
     * Sets the mark of an enrolled key up. The reservations stay.
     *
     * @param floor the new mark, with the bytes signed there where a signature proves them
     */
    record Raise(KeyId key, Enrolment.Floor floor) implements Command {
        public Raise {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(floor, "floor");
        }
    }

    /**
     * Sets the mark of a paused key back, for a chain that was restarted at a lower height.
     *
     * @param forgetRecent forgets the reservations; else they bind above the new mark, too
     * @param reason why, as the operator typed it: it stays in the log
     */
    record Lower(KeyId key, HeightRoundStep to, boolean forgetRecent, String reason) implements Command {
        public Lower {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(to, "to");
            Lowering.requireReason(reason);
        }
    }

    /** Lets a key sign no more here: it leaves for another signer. */
    record Seal(KeyId key) implements Command {
        public Seal {
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * Takes a sealed key back.
     *
     * @param floor what the signer that had it in the meantime signed last: above the seal
     * @param neverUsedElsewhere that no other signer ever had it, so that a state exactly at the seal will do
     */
    record Unseal(KeyId key, Enrolment.Floor floor, boolean neverUsedElsewhere) implements Command {
        public Unseal {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(floor, "floor");
        }
    }

    /** Lets keys sign nothing until they are resumed. */
    record Pause(KeySelection keys, io.raftkms.consensus.rule.Pause pause) implements Command {
        public Pause {
            Objects.requireNonNull(keys, "keys");
            Objects.requireNonNull(pause, "pause");
        }
    }

    /** Ends every pause of these keys. */
    record Resume(KeySelection keys) implements Command {
        public Resume {
            Objects.requireNonNull(keys, "keys");
        }
    }

    /**
     * From now on entries are of this version.
     *
     * @param version one that this program knows; a member that does not know it halts
     */
    record FinalizeUpgrade(int version) implements Command {
        public FinalizeUpgrade {
            Entry.requireKnown(version);
        }
    }
}
