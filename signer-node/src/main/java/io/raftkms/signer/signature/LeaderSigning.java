package io.raftkms.signer.signature;

import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.Submission;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.signer.signature.ForwardCodec.ForwardFormatException;
import io.raftkms.signer.signature.LeaderReply.NotNow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The leader's part of one signature: what is applied answers at once, anything else goes through the log; only a
 * committed decision is released. What is applied answers only while this member leads and has applied all that it had
 * when it began to: a caller may take a member for the leader that is not, or lags behind.
 */
public final class LeaderSigning {
    private final ClusterMember member;
    private final Release release;
    private final LongSupplier nanoTime;
    private final AnswerWitness witness;

    /**
     * @param nanoTime a monotonic clock
     * @param witness told of answers that are not in the log
     */
    public LeaderSigning(ClusterMember member, Release release, LongSupplier nanoTime, AnswerWitness witness) {
        this.member = member;
        this.release = release;
        this.nanoTime = nanoTime;
        this.witness = new AnswerWitness.Guarded(witness);
    }

    /** Answers a follower that forwards; the reply is the peer call's. */
    public CompletableFuture<byte[]> signForwarded(MemberId caller, byte[] request, Duration deadline) {
        try {
            return sign(ForwardCodec.decodeRequest(request), deadline).thenApply(ForwardCodec::encode);
        } catch (ForwardFormatException e) {
            NotNow unusable = new NotNow("request from " + caller.name() + " is unusable: " + e.getMessage());
            return CompletableFuture.completedFuture(ForwardCodec.encode(unusable));
        }
    }

    /**
     * @param remaining until nobody waits for the answer any more
     */
    CompletableFuture<LeaderReply> sign(SigningRequest request, Duration remaining) {
        long startNanos = nanoTime.getAsLong();
        if (!release.holds(request.key())) {
            return notNow(
                    "this member has no usable key for chain " + request.key().chainId());
        }
        boolean ready = member.leadership().ready();
        LedgerState ledger = member.ledger();
        Optional<Decision> applied = ready ? ledger.preview(request.key(), request.reservation()) : Optional.empty();
        if (applied.isPresent()) {
            witness.answered(request.key(), request.validator(), request.reservation(), applied.get(), ledger);
            return release.of(request, applied.get(), remaining);
        }
        return member.submit(new Command.Reserve(request.key(), request.reservation()))
                .thenCompose(outcome ->
                        onOutcome(request, outcome, remaining.minusNanos(nanoTime.getAsLong() - startNanos)));
    }

    private CompletableFuture<LeaderReply> onOutcome(SigningRequest request, Submission outcome, Duration remaining) {
        if (outcome instanceof Submission.NoOutcome none) {
            return notNow(none.reason());
        }
        Answer answer = ((Submission.Applied) outcome).answer();
        if (answer instanceof Answer.Decided decided) {
            return release.of(request, decided.decision(), remaining);
        }
        return notNow(
                "the ledger answered a reservation with " + answer.getClass().getSimpleName());
    }

    private static CompletableFuture<LeaderReply> notNow(String reason) {
        return CompletableFuture.completedFuture(new NotNow(reason));
    }
}
