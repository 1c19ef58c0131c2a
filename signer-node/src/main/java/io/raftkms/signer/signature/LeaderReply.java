package io.raftkms.signer.signature;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;

/** What the leader answers to one attempt. */
sealed interface LeaderReply {
    record Signed(ByteString signature, Instant timestamp, Optional<ByteString> extensionSignature)
            implements LeaderReply {}

    record Refused(String description) implements LeaderReply {}

    /** No outcome, or none that may be told: the same bytes are asked again of whoever leads. */
    record NotNow(String reason) implements LeaderReply {}
}
