package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.CommandCodec;
import io.raftkms.consensus.ledger.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.NotLeaderException;

/**
 * Submits commands to the Raft server of this process. Each submission has a call id of its own under a client id drawn
 * at start: Ratis answers a repeated pair from a cache, and what is the same request is the ledger's business.
 *
 * <table>
 * <caption>Outcomes</caption>
 * <tr><th>Ratis says<th>{@link Submission}
 * <tr><td>(not asked: this member is behind what it knew before its start)<td>no outcome, never appended
 * <tr><td>success<td>applied, with the ledger's answer
 * <tr><td>any error, before the entry was handed to the log<td>no outcome, never appended
 * <tr><td>any error after that (stepped down, closing)<td>no outcome
 * <tr><td>nothing in time<td>no outcome
 * </table>
 */
final class InProcessSubmission {
    private static final Submission BEHIND =
            new Submission.NoOutcome("this member has not caught up with what it knew before", Optional.empty(), true);

    private final SubmissionPath path;
    private final BooleanSupplier caughtUp;
    private final IntSupplier version;
    private final RaftPeerId self;
    private final RaftGroupId group;
    private final Executor executor;
    private final Duration timeout;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong nextCallId = new AtomicLong(1);

    /**
     * @param caughtUp whether everything is applied again that this member had applied before its start
     * @param version of new entries
     * @param executor completes the futures
     * @param timeout after which an outcome counts as unknown
     */
    InProcessSubmission(
            SubmissionPath path,
            BooleanSupplier caughtUp,
            IntSupplier version,
            RaftPeerId self,
            RaftGroupId group,
            Executor executor,
            Duration timeout) {
        this.path = path;
        this.caughtUp = caughtUp;
        this.version = version;
        this.self = self;
        this.group = group;
        this.executor = executor;
        this.timeout = timeout;
    }

    CompletableFuture<Submission> submit(Command command) {
        return submit(CommandCodec.encode(new Entry(version.getAsInt(), command)));
    }

    /** An entry as it stands in the log. */
    CompletableFuture<Submission> submit(byte[] entry) {
        if (!caughtUp.getAsBoolean()) {
            return CompletableFuture.completedFuture(BEHIND);
        }
        SubmittedMessage message = new SubmittedMessage(entry);
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(self)
                .setGroupId(group)
                .setCallId(nextCallId.getAndIncrement())
                .setMessage(message)
                .setType(RaftClientRequest.writeRequestType())
                .build();
        CompletableFuture<RaftClientReply> reply;
        try {
            reply = path.submit(request);
        } catch (IOException | RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        Submission late = new Submission.NoOutcome("no commit within " + timeout, Optional.empty(), false);
        return reply.handle((done, failure) -> outcome(message, done, failure))
                .completeOnTimeout(late, timeout.toNanos(), TimeUnit.NANOSECONDS)
                .thenApplyAsync(outcome -> outcome, this::complete);
    }

    /** While the member closes, the executor may be gone before the last outcome is known. */
    private void complete(Runnable completion) {
        try {
            executor.execute(completion);
        } catch (RejectedExecutionException e) {
            completion.run();
        }
    }

    private static Submission outcome(SubmittedMessage message, RaftClientReply reply, Throwable failure) {
        if (failure != null) {
            return noOutcome(message, failure instanceof CompletionException ? failure.getCause() : failure);
        }
        if (!reply.isSuccess()) {
            return noOutcome(message, reply.getException());
        }
        if (reply.getMessage() instanceof AppliedMessage applied) {
            return new Submission.Applied(applied.answer(), applied.term(), applied.index());
        }
        return new Submission.NoOutcome("Ratis replied without the ledger's answer", Optional.empty(), false);
    }

    private static Submission noOutcome(SubmittedMessage message, Throwable failure) {
        Optional<MemberId> leader = failure instanceof NotLeaderException notLeader
                ? Optional.ofNullable(notLeader.getSuggestedLeader()).map(peer -> GroupLayout.memberId(peer.getId()))
                : Optional.empty();
        String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return new Submission.NoOutcome(reason, leader, !message.mayBeAppended());
    }
}
