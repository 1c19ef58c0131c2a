package io.raftkms.consensus.raft;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What this member answers to the others on its peer port. The bytes are the signer's own messages. */
public interface PeerHandler {
    /** A follower forwards a whole signing request. The future must end within the deadline. */
    CompletableFuture<byte[]> sign(MemberId caller, byte[] request, Duration deadline);

    /** Facts about this member. */
    CompletableFuture<byte[]> status(MemberId caller, byte[] request, Duration deadline);
}
