package io.raftkms.signer.key;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.files.ConsensusAddress;
import io.raftkms.protocol.files.SecretSeed;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 key in memory. Signs with Bouncy Castle's plain functions: they take the cached public key, and the seed as
 * an array that can be wiped, which the parameter classes around them keep out of reach.
 */
public final class SoftsignConsensusKey implements ConsensusKey {
    private static final int NAME_CHARS = 8;

    private final SecretSeed seed;
    private final ConsensusPublicKey publicKey;
    private final byte[] publicBytes;
    private final KeyThread thread;

    /**
     * @param seed belongs to the key from now on, which destroys it
     */
    public SoftsignConsensusKey(SecretSeed seed) {
        this.seed = seed;
        this.publicKey = seed.ed25519PublicKey();
        this.publicBytes = publicKey.bytes().toByteArray();
        this.thread =
                new KeyThread("key-" + ConsensusAddress.of(publicKey).hex().substring(0, NAME_CHARS));
    }

    @Override
    public ConsensusPublicKey publicKey() {
        return publicKey;
    }

    @Override
    public boolean deterministic() {
        return publicKey.type().deterministic();
    }

    @Override
    public CompletableFuture<ByteString> sign(ByteString bytes, Duration deadline) {
        return thread.run(() -> signNow(bytes), deadline);
    }

    private ByteString signNow(ByteString bytes) {
        byte[] secret = seed.copy();
        try {
            byte[] message = bytes.toByteArray();
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            Ed25519.sign(secret, 0, publicBytes, 0, message, 0, message.length, signature, 0);
            return ByteString.copyFrom(signature);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public void close() {
        thread.close();
        seed.destroy();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SoftsignConsensusKey[" + ConsensusAddress.of(publicKey) + "]";
    }
}
