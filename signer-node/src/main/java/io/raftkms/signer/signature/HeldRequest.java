package io.raftkms.signer.signature;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.PeerCallException;
import io.raftkms.signer.signature.ForwardCodec.ForwardFormatException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One signing request while it is held. Asks whoever leads, and asks again after every unknown outcome and every change
 * of leader, until an answer comes or the hold ends. Nothing that goes wrong on the way ends it before that.
 *
 * <table>
 * <caption>What ends it</caption>
 * <tr><td>signed or refused, by any attempt: a committed decision stays true</td><td>that answer</td></tr>
 * <tr><td>hold over since receipt</td><td>silence</td></tr>
 * <tr><td>no leader heard for the leaderless limit</td><td>silence</td></tr>
 * </table>
 */
final class HeldRequest {
    private final ClusterMember member;
    private final LeaderSigning leaderSigning;
    private final ForwardedSignatures forwarded;
    private final SigningRequest request;
    private final HoldLimits limits;
    private final long receivedNanos;
    private final CompletableFuture<SignatureResult> result = new CompletableFuture<>();

    private int attempts;
    private boolean inFlight;
    private Optional<MemberId> askedLeader = Optional.empty();
    private long askedTerm = -1;
    private String lastReason = "no attempt yet";

    HeldRequest(
            ClusterMember member,
            LeaderSigning leaderSigning,
            ForwardedSignatures forwarded,
            SigningRequest request,
            HoldLimits limits,
            long receivedNanos) {
        this.member = member;
        this.leaderSigning = leaderSigning;
        this.forwarded = forwarded;
        this.request = request;
        this.limits = limits;
        this.receivedNanos = receivedNanos;
    }

    CompletableFuture<SignatureResult> result() {
        return result;
    }

    /** Looks at the world once more: called at receipt, on a tick, and after every change of leadership. */
    void look() {
        next().ifPresent(Runnable::run);
    }

    /** What is to be done now, outside of the lock. */
    private synchronized Optional<Runnable> next() {
        if (result.isDone()) {
            return Optional.empty();
        }
        Duration remaining = limits.remaining(receivedNanos);
        if (remaining.isNegative() || remaining.isZero()) {
            return ending("held for " + limits.hold().toMillis() + " ms: " + lastReason);
        }
        if (member.sinceLeaderHeard().compareTo(limits.leaderless()) >= 0) {
            return ending("no leader heard for " + limits.leaderless().toMillis() + " ms");
        }
        Leadership leadership = member.leadership();
        if (leadership.leader().isEmpty()) {
            lastReason = "no leader";
            return Optional.empty();
        }
        if (inFlight && leadership.leader().equals(askedLeader) && leadership.term() == askedTerm) {
            return Optional.empty();
        }
        boolean here = leadership.role() == Leadership.Role.LEADER;
        if (here && !leadership.ready()) {
            lastReason = "this member leads but is not ready";
            return Optional.empty();
        }
        askedLeader = leadership.leader();
        askedTerm = leadership.term();
        inFlight = true;
        int number = ++attempts;
        MemberId leader = leadership.leader().get();
        return Optional.of(() -> ask(number, here, leader, remaining));
    }

    private Optional<Runnable> ending(String reason) {
        return Optional.of(() -> result.complete(new SignatureResult.Silence(reason)));
    }

    private void ask(int number, boolean here, MemberId leader, Duration remaining) {
        CompletableFuture<LeaderReply> reply;
        try {
            reply = here ? leaderSigning.sign(request, remaining) : forward(leader, remaining);
        } catch (RuntimeException failed) {
            reply = CompletableFuture.failedFuture(failed);
        }
        reply.whenComplete((outcome, failure) -> onReply(number, leader, outcome, failure));
    }

    private CompletableFuture<LeaderReply> forward(MemberId leader, Duration remaining) {
        return member.callSign(leader, ForwardCodec.encode(request), remaining).thenApply(bytes -> {
            try {
                return forwarded.verified(request, ForwardCodec.decodeReply(bytes));
            } catch (ForwardFormatException e) {
                throw new CompletionException(e);
            }
        });
    }

    private void onReply(int number, MemberId leader, LeaderReply reply, Throwable failure) {
        if (reply instanceof LeaderReply.Signed signed) {
            result.complete(
                    new SignatureResult.Signed(signed.signature(), signed.timestamp(), signed.extensionSignature()));
        } else if (reply instanceof LeaderReply.Refused refused) {
            result.complete(new SignatureResult.Refused(refused.description()));
        } else {
            String reason = reply instanceof LeaderReply.NotNow notNow
                    ? notNow.reason()
                    : "call to " + leader.name() + " failed: " + reasonOf(failure);
            unanswered(number, reason);
        }
    }

    /** The next look asks again, unless a later attempt is on its way already. */
    private synchronized void unanswered(int number, String reason) {
        lastReason = reason;
        if (number == attempts) {
            inFlight = false;
        }
    }

    private static String reasonOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof PeerCallException || cause instanceof ForwardFormatException
                ? cause.getMessage()
                : String.valueOf(cause);
    }
}
