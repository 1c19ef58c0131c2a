package io.raftkms.protocol.secretconnection;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * The X25519 key of one end for one connection. It agrees on one secret and is wiped by that, so that no later theft
 * opens recorded traffic. Confined to one thread.
 */
public final class EphemeralKey implements Destroyable {
    /** Length of the private key, the public key and the secret that two of them share (RFC 7748). */
    public static final int KEY_BYTES = X25519.SCALAR_SIZE;

    private final byte[] privateKey;
    private final byte[] publicKey = new byte[KEY_BYTES];
    private boolean destroyed;

    private EphemeralKey(byte[] ownedPrivateKey) {
        privateKey = ownedPrivateKey;
        X25519.scalarMultBase(privateKey, 0, publicKey, 0);
    }

    /** A new key, as every real connection takes it. */
    public static EphemeralKey generate(SecureRandom random) {
        byte[] privateKey = new byte[KEY_BYTES];
        random.nextBytes(privateKey);
        return new EphemeralKey(privateKey);
    }

    /**
     * A given key, for recorded handshakes; using one twice gives two connections the same key stream.
     *
     * @param privateKey 32 bytes, copied
     */
    public static EphemeralKey fromPrivateKey(byte[] privateKey) {
        if (privateKey.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "an X25519 private key has " + KEY_BYTES + " bytes, not " + privateKey.length);
        }
        return new EphemeralKey(privateKey.clone());
    }

    /** A copy of the 32 bytes of the public key. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /**
     * The secret shared with the peer; this key is wiped whatever the outcome.
     *
     * @param peerPublicKey 32 bytes
     * @return 32 bytes, for the caller to wipe
     * @throws SecretConnectionException if the peer's key is of low order, which would make the secret known to all
     * @throws IllegalStateException if this key was used before
     */
    byte[] agree(byte[] peerPublicKey) throws SecretConnectionException {
        if (destroyed) {
            throw new IllegalStateException("an ephemeral key serves one connection");
        }
        byte[] secret = new byte[KEY_BYTES];
        // False exactly when the result is all zero, which it looks at without branching (RFC 7748, section 6.1).
        boolean contributed = X25519.calculateAgreement(privateKey, 0, peerPublicKey, 0, secret, 0);
        destroy();
        if (!contributed) {
            throw new SecretConnectionException(
                    SecretConnectionException.Reason.LOW_ORDER_POINT, "ephemeral key of the peer is of low order");
        }
        return secret;
    }

    /** Wipes the private half; the public half stays. */
    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(privateKey, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    /** Names nothing: even the public half says which recorded traffic is meant. */
    @Override
    public String toString() {
        return "EphemeralKey";
    }
}
