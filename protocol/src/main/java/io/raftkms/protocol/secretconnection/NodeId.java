package io.raftkms.protocol.secretconnection;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who is at an end of a connection, as CometBFT and tmkms write it: the first 20 bytes of the SHA-256 of the Ed25519
 * identity key.
 *
 * @param hex 40 lower-case hex digits
 */
public record NodeId(String hex) {
    private static final int BYTES = 20;
    private static final Pattern LOWER_CASE_HEX = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");

    public NodeId {
        if (!LOWER_CASE_HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("a node id has " + 2 * BYTES + " hex digits, not \"" + hex + "\"");
        }
    }

    /**
     * The id of an identity key.
     *
     * @param publicKey 32 bytes
     */
    public static NodeId of(byte[] publicKey) {
        if (publicKey.length != IdentityKey.PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "an identity key has " + IdentityKey.PUBLIC_KEY_BYTES + " bytes, not " + publicKey.length);
        }
        return new NodeId(HexFormat.of().formatHex(Arrays.copyOf(sha256(publicKey), BYTES)));
    }

    /**
     * Reads what an operator wrote: digits of either case, as tmkms takes them.
     *
     * @throws IllegalArgumentException if the text is not 40 hex digits
     */
    public static NodeId parse(String text) {
        return new NodeId(text.toLowerCase(Locale.ROOT));
    }

    /** The hex digits. */
    @Override
    public String toString() {
        return hex;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
