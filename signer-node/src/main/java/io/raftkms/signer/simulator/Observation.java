package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.HeightRoundStep;

/**
 * Something that a node asked for or got.
 *
 * @param event what happened
 * @param validator name of the node
 * @param connection label of the connection; empty for requests and lost votes
 * @param kind what is signed
 * @param signBytes the bytes as asked for, or as signed for {@code SIGNATURE}
 * @param signature the signature, empty without one
 * @param publicKey the key that the signer named at the node's start
 * @param beginNanos when the request was first sent, in nanoseconds since the Unix epoch
 * @param endNanos when this was known, likewise
 */
public record Observation(
        Event event,
        String validator,
        String connection,
        Kind kind,
        String chainId,
        HeightRoundStep at,
        ByteString signBytes,
        ByteString signature,
        ByteString publicKey,
        long beginNanos,
        long endNanos) {
    /** What happened. */
    public enum Event {
        REQUEST,
        SIGNATURE,
        REFUSAL,
        LOST
    }

    /** What is signed. */
    public enum Kind {
        VOTE,
        PROPOSAL,
        EXTENSION
    }
}
