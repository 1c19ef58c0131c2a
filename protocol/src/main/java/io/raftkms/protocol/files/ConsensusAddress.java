package io.raftkms.protocol.files;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import java.util.HexFormat;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * A validator's address: for Ed25519 the first 20 bytes of SHA-256 of the public key, for secp256k1 RIPEMD-160 of
 * SHA-256 of the compressed key.
 *
 * @param bytes 20 bytes
 */
public record ConsensusAddress(ByteString bytes) {
    private static final int BYTES = 20;

    public ConsensusAddress {
        if (bytes.size() != BYTES) {
            throw new IllegalArgumentException("an address has " + BYTES + " bytes, not " + bytes.size());
        }
    }

    /** The address of a key. */
    public static ConsensusAddress of(ConsensusPublicKey key) {
        byte[] hash = hash(new SHA256Digest(), key.bytes().toByteArray());
        return switch (key.type()) {
            case ED25519 -> new ConsensusAddress(ByteString.copyFrom(hash, 0, BYTES));
            case SECP256K1 -> new ConsensusAddress(ByteString.copyFrom(hash(new RIPEMD160Digest(), hash)));
        };
    }

    /** 40 upper-case hexadecimal digits, as CometBFT shows it. */
    public String hex() {
        return HexFormat.of().withUpperCase().formatHex(bytes.toByteArray());
    }

    /**
     * As Cosmos SDK chains show it.
     *
     * @param prefix the chain's consensus address prefix, as {@code cosmosvalcons}
     * @throws IllegalArgumentException for a prefix that bech32 does not take
     */
    public String bech32(String prefix) {
        return Bech32.ofBytes(prefix, bytes).text();
    }

    private static byte[] hash(Digest digest, byte[] data) {
        digest.update(data, 0, data.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** The {@link #hex} form. */
    @Override
    public String toString() {
        return hex();
    }
}
