package io.raftkms.chaos.secret;

import io.raftkms.chaos.wire.Ed25519Key;
import io.raftkms.chaos.wire.MalformedException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The handshake of CometBFT's secret connection: an ephemeral key each way, then each side signs a challenge that both
 * have made of them. Bytes in, bytes out.
 */
final class Handshake {
    /** Its first message: a length, a field, a length, and the key. */
    static final int HELLO_BYTES = 35;
    /** Its second message, which is one frame. */
    static final int AUTH_BYTES = 103;

    private static final int KEY = 32;
    private static final byte[] HELLO_PREFIX = HexFormat.of().parseHex("220a20");
    private static final byte[] AUTH_KEY_PREFIX = HexFormat.of().parseHex("660a220a20");
    private static final byte[] AUTH_SIGNATURE_PREFIX = HexFormat.of().parseHex("1240");
    private static final String INFO = "TENDERMINT_SECRET_CONNECTION_KEY_AND_CHALLENGE_GEN";

    private final byte[] ephemeral;
    private final byte[] own;
    private byte[] challenge = new byte[0];
    private byte[] keys = new byte[0];
    private boolean least;

    /**
     * @param ephemeral 32 random bytes
     */
    Handshake(byte[] ephemeral) throws GeneralSecurityException {
        this.ephemeral = ephemeral.clone();
        byte[] base = new byte[KEY];
        base[0] = 9;
        own = agree(base);
    }

    byte[] hello() {
        return concatenated(HELLO_PREFIX, own);
    }

    /** Takes the peer's first message; then there are a challenge and keys. */
    void take(byte[] hello) throws GeneralSecurityException, MalformedException {
        if (hello.length != HELLO_BYTES || !Arrays.equals(hello, 0, HELLO_PREFIX.length, HELLO_PREFIX, 0, 3)) {
            throw new MalformedException("no ephemeral key");
        }
        byte[] peer = Arrays.copyOfRange(hello, HELLO_PREFIX.length, HELLO_BYTES);
        int order = Arrays.compareUnsigned(own, peer);
        if (order == 0) {
            throw new MalformedException("our own key comes back");
        }
        least = order < 0;
        byte[] secret = agree(peer);
        Transcript transcript = new Transcript("TENDERMINT_SECRET_CONNECTION_TRANSCRIPT_HASH");
        transcript.append("EPHEMERAL_LOWER_PUBLIC_KEY", least ? own : peer);
        transcript.append("EPHEMERAL_UPPER_PUBLIC_KEY", least ? peer : own);
        transcript.append("DH_SECRET", secret);
        challenge = transcript.challenge("SECRET_CONNECTION_MAC", KEY);
        keys = expand(secret);
    }

    Frames sending() {
        return new Frames(Arrays.copyOfRange(keys, least ? KEY : 0, least ? 2 * KEY : KEY));
    }

    Frames receiving() {
        return new Frames(Arrays.copyOfRange(keys, least ? 0 : KEY, least ? KEY : 2 * KEY));
    }

    /** The second message, before it is sealed. */
    byte[] auth(PrivateKey identity, byte[] publicKey) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(identity);
        signer.update(challenge);
        return concatenated(AUTH_KEY_PREFIX, publicKey, AUTH_SIGNATURE_PREFIX, signer.sign());
    }

    /**
     * Checks the peer's second message.
     *
     * @throws MalformedException if it is none, or its signature is not over this challenge
     */
    void check(byte[] auth) throws MalformedException {
        int signatureAt = AUTH_KEY_PREFIX.length + KEY + AUTH_SIGNATURE_PREFIX.length;
        if (auth.length != AUTH_BYTES) {
            throw new MalformedException("an authentication of " + auth.length + " bytes");
        }
        String key = HexFormat.of().formatHex(auth, AUTH_KEY_PREFIX.length, AUTH_KEY_PREFIX.length + KEY);
        if (!Ed25519Key.of(key).verifies(challenge, Arrays.copyOfRange(auth, signatureAt, AUTH_BYTES))) {
            throw new MalformedException("the peer did not sign this challenge");
        }
    }

    byte[] challenge() {
        return challenge.clone();
    }

    private byte[] agree(byte[] peer) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, ephemeral)));
        byte[] bigEndian = new byte[KEY];
        for (int i = 0; i < KEY; i++) {
            bigEndian[i] = peer[KEY - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        PublicKey point =
                factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
        agreement.doPhase(point, true);
        return agreement.generateSecret();
    }

    /** HKDF-SHA256 (RFC 5869) without a salt: two keys. */
    private static byte[] expand(byte[] secret) throws GeneralSecurityException {
        byte[] pseudorandom = hmac(new byte[KEY], secret);
        byte[] first = hmac(pseudorandom, concatenated(INFO.getBytes(StandardCharsets.US_ASCII), new byte[] {1}));
        byte[] second =
                hmac(pseudorandom, concatenated(first, INFO.getBytes(StandardCharsets.US_ASCII), new byte[] {2}));
        return concatenated(first, second);
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
