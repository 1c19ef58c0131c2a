package io.raftkms.protocol.secretconnection;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The long-lived Ed25519 key by which one end of a Secret Connection names itself. It is not a consensus key. May be
 * shared by all links of a member: safe for use by several threads.
 */
public final class IdentityKey implements Destroyable {
    /** Length of the private seed (RFC 8032, section 5.1.5). */
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    /** Length of the public key. */
    public static final int PUBLIC_KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;

    /** Length of a signature. */
    static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private final byte[] seed;
    private final byte[] publicKey = new byte[PUBLIC_KEY_BYTES];
    private boolean destroyed;

    private IdentityKey(byte[] ownedSeed) {
        seed = ownedSeed;
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    /**
     * The key of a seed. The array is copied; wiping it stays with the caller.
     *
     * @param seed 32 bytes: the first half of the 64 bytes in CometBFT's JSON files
     */
    public static IdentityKey fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has " + SEED_BYTES + " bytes, not " + seed.length);
        }
        return new IdentityKey(seed.clone());
    }

    /** A new key. */
    public static IdentityKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new IdentityKey(seed);
    }

    /** A copy of the 32 bytes of the public key. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Who this key says one is. */
    public NodeId nodeId() {
        return NodeId.of(publicKey);
    }

    /**
     * Signs a message.
     *
     * @return 64 bytes
     * @throws IllegalStateException once destroyed
     */
    public synchronized byte[] sign(byte[] message) {
        if (destroyed) {
            throw new IllegalStateException("identity key was destroyed");
        }
        byte[] signature = new byte[SIGNATURE_BYTES];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** Wipes the seed; the public half stays. */
    @Override
    public synchronized void destroy() {
        destroyed = true;
        Arrays.fill(seed, (byte) 0);
    }

    @Override
    public synchronized boolean isDestroyed() {
        return destroyed;
    }

    /** Names the public half only. */
    @Override
    public String toString() {
        return "IdentityKey[" + nodeId() + "]";
    }
}
