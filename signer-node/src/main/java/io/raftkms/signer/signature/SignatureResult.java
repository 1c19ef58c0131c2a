package io.raftkms.signer.signature;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;

/** How a signing request ends, as its link must answer it. */
public sealed interface SignatureResult {
    /**
     * Verified and reserved.
     *
     * @param timestamp the signed timestamp: the stored one for a reused vote
     * @param extensionSignature present exactly for a precommit for a block, unless skipped
     */
    record Signed(ByteString signature, Instant timestamp, Optional<ByteString> extensionSignature)
            implements SignatureResult {}

    /** A real refusal: goes to the node as RemoteSignerError, and the link stays. */
    record Refused(String description) implements SignatureResult {}

    /** Nothing may be said: the link is closed by RST and the node retries on another member. */
    record Silence(String reason) implements SignatureResult {}
}
