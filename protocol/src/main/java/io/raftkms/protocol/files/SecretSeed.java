package io.raftkms.protocol.files;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The 32 bytes of a private key: an Ed25519 seed (RFC 8032) or a secp256k1 scalar. Copied in and out, wiped by
 * {@link #destroy()}, never part of any text. Safe for use by several threads.
 */
public final class SecretSeed implements Destroyable, AutoCloseable {
    /** Length of every seed. */
    public static final int BYTES = 32;

    private final byte[] bytes;
    private boolean destroyed;

    private SecretSeed(byte[] owned) {
        this.bytes = owned;
    }

    /**
     * A seed of its own copy.
     *
     * @param bytes 32 bytes; the caller keeps them, and wipes them
     * @throws IllegalArgumentException for any other length
     */
    public static SecretSeed copyOf(byte[] bytes) {
        return copyOf(bytes, 0, bytes.length);
    }

    static SecretSeed copyOf(byte[] bytes, int from, int to) {
        if (to - from != BYTES) {
            throw new IllegalArgumentException("a seed has " + BYTES + " bytes, not " + (to - from));
        }
        return new SecretSeed(Arrays.copyOfRange(bytes, from, to));
    }

    /** A new seed. */
    public static SecretSeed random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SecretSeed(bytes);
    }

    /**
     * A copy that the caller wipes after use.
     *
     * @throws IllegalStateException after {@link #destroy()}
     */
    public synchronized byte[] copy() {
        if (destroyed) {
            throw new IllegalStateException("the seed was destroyed");
        }
        return bytes.clone();
    }

    /** The public key of this seed as an Ed25519 key. */
    public ConsensusPublicKey ed25519PublicKey() {
        byte[] seed = copy();
        try {
            byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
            Ed25519.generatePublicKey(seed, 0, key, 0);
            return new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(key));
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** Whether both hold the same bytes, in a time that does not depend on them. */
    public boolean sameAs(SecretSeed other) {
        byte[] mine = copy();
        byte[] theirs = other.copy();
        try {
            return MessageDigest.isEqual(mine, theirs);
        } finally {
            Arrays.fill(mine, (byte) 0);
            Arrays.fill(theirs, (byte) 0);
        }
    }

    @Override
    public synchronized void destroy() {
        Arrays.fill(bytes, (byte) 0);
        destroyed = true;
    }

    @Override
    public synchronized boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public String toString() {
        return "SecretSeed[hidden]";
    }
}
