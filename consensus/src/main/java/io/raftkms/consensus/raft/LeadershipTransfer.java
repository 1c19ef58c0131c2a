package io.raftkms.consensus.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;

/** Hands leadership to another member; done when this member has heard of the new leader. Tries until the timeout. */
final class LeadershipTransfer {
    /** A leader that was just elected again is not ready at once. */
    private static final Executor AGAIN = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final RaftServer server;
    private final RaftGroupId group;
    private final MemberId self;
    private final DivisionView view;
    private final Duration answering;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong nextCallId = new AtomicLong(1);
    private final AtomicBoolean steppingDown = new AtomicBoolean();

    /**
     * @param answering a follower that was not heard for longer is not chosen as a successor
     */
    LeadershipTransfer(RaftServer server, RaftGroupId group, MemberId self, DivisionView view, Duration answering) {
        this.server = server;
        this.group = group;
        this.self = self;
        this.view = view;
        this.answering = answering;
    }

    /** True while commands are refused because leadership is on its way. */
    boolean steppingDown() {
        return steppingDown.get();
    }

    /** As {@link ClusterMember#transferLeadership}. */
    CompletableFuture<MemberId> start(Optional<MemberId> to, Duration timeout) {
        if (to.isPresent() && !view.voters().contains(to.get())) {
            return failed(to.get() + " is not a voter of this cluster");
        }
        if (to.equals(Optional.of(self))) {
            return failed(self + " need not be asked to hand it to itself");
        }
        if (!steppingDown.compareAndSet(false, true)) {
            return failed("a transfer is under way already");
        }
        return attempt(to, System.nanoTime() + timeout.toNanos())
                .whenComplete((leader, failure) -> steppingDown.set(false));
    }

    private CompletableFuture<MemberId> attempt(Optional<MemberId> to, long until) {
        Leadership leadership = view.leadership(false);
        if (leadership.role() != Leadership.Role.LEADER) {
            return failed("this member does not lead; "
                    + leadership.leader().map(leader -> leader + " does").orElse("no leader is known"));
        }
        Optional<MemberId> target = to.or(this::mostUpToDate);
        if (target.isEmpty()) {
            return failed("no other voter answers");
        }
        return request(target.get(), until)
                .handle((reply, failure) -> {
                    Throwable cause = failure != null ? failure : reply.getException();
                    return cause == null
                            ? CompletableFuture.completedFuture(target.get())
                            : afterFailure(to, target.get(), until, cause);
                })
                .thenCompose(next -> next);
    }

    /**
     * The member that was asked to stand may lose its election: to another one, which is as good when any was wanted, or
     * to this one, which then tries again.
     */
    private CompletableFuture<MemberId> afterFailure(
            Optional<MemberId> to, MemberId target, long until, Throwable cause) {
        Leadership now = view.leadership(false);
        if (to.isEmpty() && now.leader().isPresent() && !now.leader().get().equals(self)) {
            return CompletableFuture.completedFuture(now.leader().get());
        }
        if (now.role() == Leadership.Role.LEADER && System.nanoTime() - until < 0) {
            return CompletableFuture.supplyAsync(() -> attempt(to, until), AGAIN)
                    .thenCompose(next -> next);
        }
        return CompletableFuture.failedFuture(
                new TransferException("Leadership did not go to " + target + ": " + cause.getMessage(), cause));
    }

    private CompletableFuture<RaftClientReply> request(MemberId target, long until) {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
        TransferLeadershipRequest request = new TransferLeadershipRequest(
                client, server.getId(), group, nextCallId.getAndIncrement(), GroupLayout.peerId(target), left);
        try {
            return server.transferLeadershipAsync(request);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Optional<MemberId> mostUpToDate() {
        Set<MemberId> voters = view.voters();
        Map<MemberId, Duration> heard = view.lastHeard();
        return view.matchIndexes().entrySet().stream()
                .filter(follower -> voters.contains(follower.getKey()))
                .filter(follower -> heard.containsKey(follower.getKey())
                        && heard.get(follower.getKey()).compareTo(answering) <= 0)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private static CompletableFuture<MemberId> failed(String why) {
        return CompletableFuture.failedFuture(new TransferException("Leadership stays: " + why, null));
    }
}
