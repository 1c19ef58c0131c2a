package io.raftkms.consensus.rule;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * What a mark belongs to: one public key on one chain. The same key on another chain is another mark. Ordered by chain
 * id, then key, the same on every machine.
 *
 * @param chainId 1 to 50 characters that UTF-8 can carry
 */
public record KeyId(String chainId, ConsensusPublicKey publicKey) implements Comparable<KeyId> {
    /** As CometBFT's {@code MaxChainIDLen}. */
    public static final int MAX_CHAIN_ID_CHARACTERS = 50;

    private static final Comparator<KeyId> ORDER = Comparator.comparing(KeyId::chainId)
            .thenComparing(key -> key.publicKey().type().wireName())
            .thenComparing(key -> key.publicKey().bytes(), ByteString.unsignedLexicographicalComparator());

    public KeyId {
        requireChainId(chainId);
        if (publicKey == null) {
            throw new IllegalArgumentException("a mark belongs to a public key");
        }
    }

    /**
     * @throws IllegalArgumentException if the text has not 1 to 50 characters that UTF-8 can carry
     */
    public static void requireChainId(String chainId) {
        if (chainId.isEmpty() || chainId.length() > MAX_CHAIN_ID_CHARACTERS) {
            throw new IllegalArgumentException(
                    "chain id has 1-" + MAX_CHAIN_ID_CHARACTERS + " characters, not " + chainId.length());
        }
        // A lone surrogate would become a question mark in the log, and two chains one.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(chainId)) {
            throw new IllegalArgumentException("chain id is not valid Unicode");
        }
    }

    @Override
    public int compareTo(KeyId other) {
        return ORDER.compare(this, other);
    }
}
