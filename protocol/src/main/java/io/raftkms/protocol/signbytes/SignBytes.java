package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.wire.CanonicalWire;

/**
 * The exact bytes that a consensus key signs. An encoder only: whether a request may be signed is decided elsewhere, so
 * half-filled block ids or unknown types encode as CometBFT would encode them.
 *
 * <p>Ed25519 signs these bytes as they are; secp256k1 signs their SHA-256.
 */
public final class SignBytes {
    /** In front of Celestia's raw bytes (CIP-40). */
    private static final ByteString CELESTIA_DOMAIN = ByteString.copyFromUtf8("COMET::RAW_BYTES::SIGN");

    private SignBytes() {}

    /**
     * @throws IllegalArgumentException if the timestamp is outside of the years 1 to 9999
     */
    public static ByteString vote(String chainId, Vote vote) {
        return CanonicalVote.of(chainId, vote).signBytes();
    }

    /**
     * @throws IllegalArgumentException if the timestamp is outside of the years 1 to 9999
     */
    public static ByteString proposal(String chainId, Proposal proposal) {
        return CanonicalProposal.of(chainId, proposal).signBytes();
    }

    /**
     * @param extension application data, possibly empty: that is signed too
     */
    public static ByteString extension(String chainId, long height, int round, ByteString extension) {
        return new CanonicalExtension(extension, height, round, chainId).signBytes();
    }

    /**
     * Celestia's raw bytes: a fixed text, the varint length and the request itself. The text read as a length-prefixed
     * message has an invalid wire type, so these bytes collide with no vote, proposal or extension.
     *
     * @throws IllegalArgumentException if any of the three is empty
     */
    public static ByteString celestiaRawBytes(String chainId, ByteString rawBytes, String uniqueId) {
        if (chainId.isEmpty() || rawBytes.isEmpty() || uniqueId.isEmpty()) {
            throw new IllegalArgumentException("raw bytes need a chain id, bytes and a unique id, none of them empty");
        }
        return CELESTIA_DOMAIN.concat(LengthPrefix.add(CanonicalWire.RawBytes.newBuilder()
                .setChainId(chainId)
                .setRawBytes(rawBytes)
                .setUniqueId(uniqueId)
                .build()));
    }
}
