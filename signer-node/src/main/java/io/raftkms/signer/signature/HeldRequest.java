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
 * of leader, until an answer comes or the hold ends.
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
            SigningRequest request,
            HoldLimits limits,
            long receivedNanos) {
        this.member = member;
        this.leaderSigning = leaderSigning;
        this.request = request;
        this.limits = limits;
        this.receivedNanos = receivedNanos;
    }

    CompletableFuture<SignatureResult> result() {
        return result;
    }

    /** Looks at the world once more: called at receipt, on a tick, and after every change of leadership. */
    void look() {
        Optional<Runnable> attempt = next();
        attempt.ifPresent(Runnable::run);
    }

    private synchronized Optional<Runnable> next() {
        if (result.isDone()) {
            return Optional.empty();
        }
        Duration remaining = limits.remaining(receivedNanos);
        if (remaining.isNegative() || remaining.isZero()) {
            end("held for " + limits.hold().toMillis() + " ms: " + lastReason);
            return Optional.empty();
        }
        Leadership leadership = member.leadership();
        boolean sameLeader = leadership.leader().equals(askedLeader) && leadership.term() == askedTerm;
        if (leadership.leader().isEmpty() || !leaderAlive()) {
            endIfLeaderless();
            return Optional.empty();
        }
        if (inFlight && sameLeader) {
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
        MemberId leader = leadership.leader().orElseThrow();
        return Optional.of(() -> ask(number, here, leader, remaining));
    }

    private boolean leaderAlive() {
        return member.sinceLeaderHeard().compareTo(limits.leaderless()) < 0;
    }

    private void endIfLeaderless() {
        lastReason = "no leader";
        if (!leaderAlive()) {
            end("no leader heard for " + limits.leaderless().toMillis() + " ms");
        }
    }

    private void ask(int number, boolean here, MemberId leader, Duration remaining) {
        CompletableFuture<LeaderReply> reply = here
                ? leaderSigning.sign(request, remaining)
                : member.callSign(leader, ForwardCodec.encode(request), remaining)
                        .thenApply(HeldRequest::decode);
        reply.whenComplete((outcome, failure) -> onReply(number, leader, outcome, failure));
    }

    private static LeaderReply decode(byte[] bytes) {
        try {
            return ForwardCodec.decodeReply(bytes);
        } catch (ForwardFormatException e) {
            throw new CompletionException(e);
        }
    }

    private synchronized void onReply(int number, MemberId leader, LeaderReply reply, Throwable failure) {
        if (reply instanceof LeaderReply.Signed signed) {
            result.complete(
                    new SignatureResult.Signed(signed.signature(), signed.timestamp(), signed.extensionSignature()));
        } else if (reply instanceof LeaderReply.Refused refused) {
            result.complete(new SignatureResult.Refused(refused.description()));
        } else {
            lastReason = reply instanceof LeaderReply.NotNow notNow
                    ? notNow.reason()
                    : "call to " + leader.name() + " failed: " + reasonOf(failure);
            if (number == attempts) {
                inFlight = false;
            }
        }
    }

    private static String reasonOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof PeerCallException || cause instanceof ForwardFormatException
                ? cause.getMessage()
                : String.valueOf(cause);
    }

    private void end(String reason) {
        result.complete(new SignatureResult.Silence(reason));
    }
}
