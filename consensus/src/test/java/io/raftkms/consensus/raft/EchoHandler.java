package io.raftkms.consensus.raft;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers {@code Sign} with caller and request, an empty status call too, and one with a text never: its futures are kept for
 * the test to look at.
 */
final class EchoHandler implements PeerHandler {
    final List<CompletableFuture<byte[]>> unanswered = new CopyOnWriteArrayList<>();
    final List<Duration> deadlines = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<byte[]> sign(MemberId caller, byte[] request, Duration deadline) {
        deadlines.add(deadline);
        String answer = caller + " " + new String(request, StandardCharsets.UTF_8);
        return CompletableFuture.completedFuture(answer.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletableFuture<byte[]> status(MemberId caller, byte[] request, Duration deadline) {
        if (request.length == 0) {
            return CompletableFuture.completedFuture(request);
        }
        CompletableFuture<byte[]> never = new CompletableFuture<>();
        unanswered.add(never);
        return never;
    }

    @Override
    public void refused(Fault fault, String detail) {
        refusals.add(fault + " " + detail);
    }
}
