package io.raftkms.signer.signature;

import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.privval.PrivvalRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a link asks for. */
public interface SignatureService {
    /**
     * Answers a checked vote or proposal request: here if this member leads, else through the leader. Holds the
     * request over elections and unknown outcomes until its hold ends.
     *
     * @param validator the link it came over, for logs and metrics
     * @param key the key of the validator's chain, as {@link #publicKey} gave it
     * @param request {@code SignVote} or {@code SignProposal}
     * @param receivedNanos {@link System#nanoTime()} when the request had arrived whole
     * @return never completes exceptionally, and always before 4.5 s after receipt
     */
    CompletableFuture<SignatureResult> sign(
            String validator, ConsensusPublicKey key, PrivvalRequest request, long receivedNanos);

    /**
     * The key that a validator node has on a chain, from memory.
     *
     * @param validator the link, as in {@link #sign}
     * @return empty while there is none that the node may see
     */
    Optional<ConsensusPublicKey> publicKey(String chainId, String validator);
}
