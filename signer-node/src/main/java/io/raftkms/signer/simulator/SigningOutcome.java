package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a vote or proposal ended for the node that asked. */
public sealed interface SigningOutcome {
    /** From the first try to the end. */
    Duration took();

    /** Why there is no signature; empty where there is one. */
    default String why() {
        if (this instanceof Refused refused) {
            return "refused: " + refused.description();
        }
        if (this instanceof Invalid invalid) {
            return "invalid: " + invalid.reason();
        }
        return this instanceof Lost lost ? "lost: " + lost.reason() : "";
    }

    /**
     * Verified under the signer's public key.
     *
     * @param timestamp the one that is signed: for votes as returned, for proposals the node's own
     * @param connection label of the connection that answered
     */
    record Signed(
            ByteString signature,
            Instant timestamp,
            Optional<ByteString> extensionSignature,
            String connection,
            Duration took)
            implements SigningOutcome {}

    /** Answered with RemoteSignerError: final. */
    record Refused(String description, String connection, Duration took) implements SigningOutcome {}

    /** Answered with what makes a node drop the vote, or halt: a signature that does not verify, is missing or too many. */
    record Invalid(String reason, String connection, Duration took) implements SigningOutcome {}

    /** Not answered in any of the tries. */
    record Lost(String reason, Duration took) implements SigningOutcome {}
}
