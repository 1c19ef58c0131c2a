package io.raftkms.consensus.rule;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Objects;
import java.util.Optional;

/** Where a key begins to sign on a chain. Kept for ever, so that asking for the same again can be told apart. */
public sealed interface Enrolment {
    /** The first mark. */
    HeightRoundStep mark();

    /**
     * A chain on which the key has never signed.
     *
     * @param initialHeight first height of the chain, from 1
     */
    record NewChain(long initialHeight) implements Enrolment {
        public NewChain {
            if (initialHeight < 1) {
                throw new IllegalArgumentException("a chain's initial height is 1 or more, not " + initialHeight);
            }
        }

        @Override
        public HeightRoundStep mark() {
            return HeightRoundStep.endOf(initialHeight - 1);
        }

        @Override
        public String toString() {
            return "new chain from height " + initialHeight;
        }
    }

    /**
     * Nothing at or below this position is ever signed, except the bytes themselves where they are known.
     *
     * @param at a height of 1 or more: a key that has signed nothing belongs to a {@link NewChain}
     * @param signBytes the bytes signed at exactly that position, where a signature proves them; the ledger refuses
     *     those that do not say so
     */
    record Floor(HeightRoundStep at, Optional<ByteString> signBytes) implements Enrolment {
        public Floor {
            Objects.requireNonNull(signBytes, "signBytes");
            if (at.height() < 1) {
                throw new IllegalArgumentException("a floor is at height 1 or more, not " + at);
            }
            // Bounds the length, too.
            signBytes.ifPresent(bytes -> new Reservation(at, bytes));
        }

        @Override
        public HeightRoundStep mark() {
            return at;
        }

        @Override
        public String toString() {
            String where = at.equals(HeightRoundStep.endOf(at.height())) ? "height " + at.height() : at.toString();
            return "floor " + where + (signBytes.isPresent() ? " with its sign bytes" : "");
        }
    }
}
