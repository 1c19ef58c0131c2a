package io.raftkms.consensus.ledger;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/** What a log entry asks of the ledger. The kind's number is part of the log: never changed, never reused. */
public sealed interface Command {
    /** Changes nothing: warm-up, and proof that a majority accepts writes. */
    record Noop() implements Command {}

    /** Asks for the right to sign. */
    record Reserve(KeyId key, Reservation reservation) implements Command {}

    /** Makes a key sign on a chain, from a first mark on. Idempotent with equal values, refused otherwise. */
    record Enrol(KeyId key, Start start) implements Command {}

    /** Where an enrolled key begins. */
    sealed interface Start {
        /**
         * A chain on which the key has never signed.
         *
         * @param initialHeight first height of the chain, from 1
         */
        record NewChain(long initialHeight) implements Start {}

        /**
         * Nothing at or below this position is ever signed.
         *
         * @param signBytes the bytes signed at exactly that position, where they are known and proven
         */
        record Floor(HeightRoundStep at, Optional<ByteString> signBytes) implements Start {}
    }
}
