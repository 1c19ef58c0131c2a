package io.raftkms.consensus.ledger;

import io.raftkms.consensus.rule.KeyId;
import java.util.Objects;

/** Which enrolled keys a command is for. */
public sealed interface KeySelection {
    /** Whether a key is among them. */
    boolean includes(KeyId key);

    /** One key on one chain. */
    record One(KeyId key) implements KeySelection {
        public One {
            Objects.requireNonNull(key, "key");
        }

        @Override
        public boolean includes(KeyId other) {
            return key.equals(other);
        }
    }

    /** Every key of a chain. */
    record Chain(String chainId) implements KeySelection {
        public Chain {
            KeyId.requireChainId(chainId);
        }

        @Override
        public boolean includes(KeyId key) {
            return key.chainId().equals(chainId);
        }
    }

    /** All that are enrolled when the command is applied; one that is enrolled later is not among them. */
    record Every() implements KeySelection {
        @Override
        public boolean includes(KeyId key) {
            return true;
        }
    }
}
