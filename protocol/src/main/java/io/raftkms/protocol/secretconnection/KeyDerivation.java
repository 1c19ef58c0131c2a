package io.raftkms.protocol.secretconnection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * From the X25519 secret and the two ephemeral public keys to the challenge and the frame keys. Both ends reach the
 * same values because the public keys are put in order first, as unsigned bytes; who is lower decides only which half
 * is whose sending key. Labels and order as in CometBFT's {@code p2p/conn/secret_connection.go}, the same from
 * Tendermint v0.33 on.
 */
final class KeyDerivation {
    static final int CHALLENGE_BYTES = 32;
    static final int FRAME_KEY_BYTES = 32;

    /** Two frame keys and a third part that nothing uses since Tendermint v0.33. */
    static final int KEY_MATERIAL_BYTES = 96;

    private static final String PROTOCOL = "TENDERMINT_SECRET_CONNECTION_TRANSCRIPT_HASH";
    private static final byte[] KEY_INFO =
            "TENDERMINT_SECRET_CONNECTION_KEY_AND_CHALLENGE_GEN".getBytes(StandardCharsets.US_ASCII);

    private KeyDerivation() {}

    /**
     * Derives what this end needs. The secret stays the caller's to wipe.
     *
     * @param secret 32 bytes that X25519 gave
     * @param localPublicKey this end's ephemeral public key
     * @param remotePublicKey the other end's ephemeral public key, which differs from it
     */
    static SessionKeys derive(byte[] secret, byte[] localPublicKey, byte[] remotePublicKey) {
        boolean localIsLeast = isLeast(localPublicKey, remotePublicKey);
        byte[] lower = localIsLeast ? localPublicKey : remotePublicKey;
        byte[] upper = localIsLeast ? remotePublicKey : localPublicKey;
        byte[] challenge = challenge(lower, upper, secret);
        byte[] material = keyMaterial(secret);
        try {
            byte[] first = Arrays.copyOfRange(material, 0, FRAME_KEY_BYTES);
            byte[] second = Arrays.copyOfRange(material, FRAME_KEY_BYTES, 2 * FRAME_KEY_BYTES);
            return localIsLeast ? new SessionKeys(challenge, second, first) : new SessionKeys(challenge, first, second);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    /** Whether the first key comes before the second as unsigned bytes. */
    static boolean isLeast(byte[] localPublicKey, byte[] remotePublicKey) {
        return Arrays.compareUnsigned(localPublicKey, remotePublicKey) < 0;
    }

    /** HKDF-SHA256 without salt. The copies of the secret inside the library are out of reach of a wipe. */
    static byte[] keyMaterial(byte[] secret) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, null, KEY_INFO));
        byte[] material = new byte[KEY_MATERIAL_BYTES];
        hkdf.generateBytes(material, 0, material.length);
        return material;
    }

    private static byte[] challenge(byte[] lower, byte[] upper, byte[] secret) {
        MerlinTranscript transcript = new MerlinTranscript(PROTOCOL);
        transcript.append("EPHEMERAL_LOWER_PUBLIC_KEY", lower);
        transcript.append("EPHEMERAL_UPPER_PUBLIC_KEY", upper);
        transcript.append("DH_SECRET", secret);
        byte[] challenge = transcript.extract("SECRET_CONNECTION_MAC", CHALLENGE_BYTES);
        transcript.wipe();
        return challenge;
    }
}
