package io.raftkms.signer.node;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.PeerHandler;
import io.raftkms.signer.admin.AnswersView;
import io.raftkms.signer.admin.ClusterView;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.signature.LeaderSigning;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the other members. The peer port is up before what it serves, so calls that come first wait for it. */
final class LatePeerHandler implements PeerHandler {
    private record Served(LeaderSigning signing, ClusterView view, AnswersView answers) {}

    private static final Logger LOG = LoggerFactory.getLogger(LatePeerHandler.class);
    /** Whoever is refused tries again several times a second. */
    private static final Duration REPEAT = Duration.ofMinutes(1);

    private static final int MOST_TEXTS = 100;
    private static final int LONGEST_TEXT = 500;

    private final Map<String, Long> told = new ConcurrentHashMap<>();
    private final CompletableFuture<Served> served = new CompletableFuture<>();

    void serve(LeaderSigning signing, ClusterView view, AnswersView answers) {
        served.complete(new Served(signing, view, answers));
    }

    @Override
    public CompletableFuture<byte[]> sign(MemberId caller, byte[] request, Duration deadline) {
        return served.thenCompose(there -> there.signing().signForwarded(caller, request, deadline));
    }

    @Override
    public CompletableFuture<byte[]> status(MemberId caller, byte[] request, Duration deadline) {
        return served.thenApply(there -> AnswersView.isAskedBy(request)
                ? there.answers().forPeers()
                : there.view().factsForPeers());
    }

    @Override
    public void refused(Fault fault, String detail) {
        String text = detail.replaceAll("\\p{Cntrl}", "?");
        text = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
        long now = System.nanoTime();
        Long before = told.get(text);
        if (before != null && now - before < REPEAT.toNanos()) {
            return;
        }
        if (told.size() >= MOST_TEXTS) {
            told.clear();
        }
        told.put(text, now);
        LOG.warn("{} {}", MessageCode.of(fault), text);
    }
}
