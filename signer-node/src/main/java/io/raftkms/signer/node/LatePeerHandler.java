package io.raftkms.signer.node;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.PeerHandler;
import io.raftkms.signer.admin.ClusterView;
import io.raftkms.signer.signature.LeaderSigning;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Answers the other members. The peer port is up before what it serves, so calls that come first wait for it. */
final class LatePeerHandler implements PeerHandler {
    private record Served(LeaderSigning signing, ClusterView view) {}

    private final CompletableFuture<Served> served = new CompletableFuture<>();

    void serve(LeaderSigning signing, ClusterView view) {
        served.complete(new Served(signing, view));
    }

    @Override
    public CompletableFuture<byte[]> sign(MemberId caller, byte[] request, Duration deadline) {
        return served.thenCompose(there -> there.signing().signForwarded(caller, request, deadline));
    }

    @Override
    public CompletableFuture<byte[]> status(MemberId caller, byte[] request, Duration deadline) {
        return served.thenApply(there -> there.view().factsForPeers());
    }
}
