package io.raftkms.signer.key;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A validator's private key, wherever it is kept. It signs what it is given: whether that may be signed was decided and
 * committed before. Safe for several threads.
 */
public interface ConsensusKey extends AutoCloseable {
    /** From memory. */
    ConsensusPublicKey publicKey();

    /** Whether signing the same bytes again gives the same signature. */
    boolean deterministic();

    /**
     * Signs on the key's own thread, one request after the other. Actions that depend on the future run on that thread
     * too unless they name another, so they must not block.
     *
     * @param bytes sign bytes, length prefix included
     * @param deadline from now; a request that has not begun by then is dropped
     * @return the signature, or as failure itself (not wrapped) {@link java.util.concurrent.TimeoutException},
     *     {@link KeyUnusableException} or {@link BadSignatureException}
     */
    CompletableFuture<ByteString> sign(ByteString bytes, Duration deadline);

    /** Wipes the key, as far as it is in memory, and fails what waits. Idempotent. */
    @Override
    void close();
}
