package io.raftkms.signer.key;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.Ed25519Verifier;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The last gate before a signature is released: lets through only what verifies under the public key (promise S6). A
 * wrong signature is worse than none, since it can reveal the key.
 */
public final class VerifiedSigner implements ConsensusKey {
    private final ConsensusKey key;
    private final ConsensusPublicKey enrolled;
    private final Ed25519Verifier verifier;

    /**
     * @param key closed with this one
     * @param enrolled what nodes and other validators know; every signature of a key with another fails
     * @throws IllegalArgumentException if it is not an Ed25519 key
     */
    public VerifiedSigner(ConsensusKey key, ConsensusPublicKey enrolled) {
        this.key = key;
        this.enrolled = enrolled;
        this.verifier = new Ed25519Verifier(enrolled);
    }

    @Override
    public ConsensusPublicKey publicKey() {
        return enrolled;
    }

    @Override
    public boolean deterministic() {
        return key.deterministic();
    }

    /** Verifies on the key's thread. */
    @Override
    public CompletableFuture<ByteString> sign(ByteString bytes, Duration deadline) {
        CompletableFuture<ByteString> released = new CompletableFuture<>();
        CompletableFuture<ByteString> unused = key.sign(bytes, deadline).whenComplete((signature, failure) -> {
            if (failure != null) {
                released.completeExceptionally(failure);
            } else {
                release(bytes, signature, released);
            }
        });
        return released;
    }

    private void release(ByteString bytes, ByteString signature, CompletableFuture<ByteString> released) {
        try {
            if (verifier.verifies(bytes, signature)) {
                released.complete(signature);
            } else {
                released.completeExceptionally(new BadSignatureException(enrolled));
            }
        } catch (RuntimeException e) {
            // Not verified is not released, and whoever waits must hear of it.
            released.completeExceptionally(new KeyUnusableException("a signature could not be verified", e));
        }
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "VerifiedSigner[" + key + "]";
    }
}
