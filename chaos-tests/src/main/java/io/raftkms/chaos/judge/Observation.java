package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.Position;

/**
 * One line of an observer's file: JSON with these fields in snake case, bytes as lower-case hex.
 *
 * @param validator name of the node that asked
 * @param connection label of its connection to a member; may be empty for requests and lost votes
 * @param at what the observer says; the judge compares it with the sign bytes. Zeros where there is no place
 * @param signBytes as asked for; in a signature, as signed; of raw bytes the body of the request
 * @param signature empty without one
 * @param publicKey the key that the signer named
 * @param beginNanos when the request was first sent, nanoseconds since the Unix epoch
 * @param endNanos when this was known, likewise
 * @param source file and line
 */
public record Observation(
        Event event,
        String validator,
        String connection,
        Kind kind,
        String chainId,
        Position at,
        String signBytes,
        String signature,
        String publicKey,
        long beginNanos,
        long endNanos,
        String source) {
    /** What happened. */
    public enum Event {
        /** A node asked. */
        REQUEST,
        /** A signature came back, whether or not it verifies. */
        SIGNATURE,
        /** An error came back. */
        REFUSAL,
        /** The node gave up. */
        LOST,
        /** A node asked for the key once more and had its answer, or gave up; nothing that a judge looks at. */
        KEY
    }

    /** One key on one chain: what promises are about. */
    public record Signer(String publicKey, String chainId) {}

    public Signer signer() {
        return new Signer(publicKey, chainId);
    }

    @Override
    public String toString() {
        return kind + " " + at + " (" + source + ")";
    }
}
