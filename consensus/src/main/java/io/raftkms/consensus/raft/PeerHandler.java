package io.raftkms.consensus.raft;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What this member answers to the others on its peer port. The bytes are the signer's own messages. */
public interface PeerHandler {
    /** A follower forwards a whole signing request. The future must end within the deadline. */
    CompletableFuture<byte[]> sign(MemberId caller, byte[] request, Duration deadline);

    /** Facts about this member. */
    CompletableFuture<byte[]> status(MemberId caller, byte[] request, Duration deadline);

    /**
     * Somebody at the other end of a connection has a certificate that is not accepted here: of another cluster, of an
     * unexpected member, or out of date. Called for every handshake, from any thread; must return at once.
     *
     * @param fault {@link Fault#IDENTITY_MISMATCH} or one of the {@code TLS_CERTIFICATE_} faults
     */
    default void refused(Fault fault, String detail) {}
}
