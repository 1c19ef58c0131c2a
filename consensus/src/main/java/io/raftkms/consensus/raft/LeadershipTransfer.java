package io.raftkms.consensus.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.TransferLeadershipException;
import org.apache.ratis.server.RaftServer;

/** Hands leadership to another member; done when this member has heard of the new leader. */
final class LeadershipTransfer {
    /** A leader that was just elected again is not ready at once. */
    private static final Executor AGAIN = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final RaftServer server;
    private final RaftGroupId group;
    private final MemberId self;
    private final DivisionView view;
    private final Duration attempt;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong nextCallId = new AtomicLong(1);
    private final AtomicBoolean steppingDown = new AtomicBoolean();

    /**
     * @param attempt how long one member is given to take over; one that was not heard for longer is not asked
     */
    LeadershipTransfer(RaftServer server, RaftGroupId group, MemberId self, DivisionView view, Duration attempt) {
        this.server = server;
        this.group = group;
        this.self = self;
        this.view = view;
        this.attempt = attempt;
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
        return attempt(to, Set.of(), System.nanoTime() + timeout.toNanos())
                .whenComplete((leader, failure) -> steppingDown.set(false));
    }

    /** As {@link ClusterMember#stepDown}. */
    CompletableFuture<Void> stepDown(Duration timeout) {
        if (view.leadership(false).role() != Leadership.Role.LEADER) {
            return CompletableFuture.failedFuture(new TransferException("this member does not lead", null));
        }
        if (!steppingDown.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new TransferException("a transfer is under way already", null));
        }
        // Without a successor Ratis makes the leader a follower, and nobody is asked to stand before its time.
        return send(Optional.empty(), timeout.toMillis()).handle((reply, failure) -> {
            steppingDown.set(false);
            Throwable cause = failure != null ? failure : reply.getException();
            if (cause != null) {
                throw new CompletionException(new TransferException("Leadership stays: " + cause.getMessage(), cause));
            }
            return null;
        });
    }

    /**
     * @param silent members that were asked and did not stand
     */
    private CompletableFuture<MemberId> attempt(Optional<MemberId> to, Set<MemberId> silent, long until) {
        Leadership leadership = view.leadership(false);
        if (leadership.role() != Leadership.Role.LEADER) {
            return failed("this member does not lead; "
                    + leadership.leader().map(leader -> leader + " does").orElse("no leader is known"));
        }
        Map<MemberId, Duration> heard = view.lastHeard();
        if (to.isPresent() && !answers(to.get(), heard)) {
            return failed(to.get() + " does not answer");
        }
        Optional<MemberId> target = to.or(() -> mostUpToDate(heard, silent));
        if (target.isEmpty()) {
            return failed("no other voter answers" + (silent.isEmpty() ? "" : " and stands for election"));
        }
        return request(target.get(), until)
                .handle((reply, failure) -> {
                    Throwable cause = failure != null ? failure : reply.getException();
                    return cause == null
                            ? CompletableFuture.completedFuture(target.get())
                            : afterFailure(to, target.get(), leadership.term(), silent, until, cause);
                })
                .thenCompose(next -> next);
    }

    /**
     * The member that was asked to stand may lose its election: to another one, which is as good when any was wanted, or
     * to this one, which then tries again; while the election is open it is awaited. One that did not stand at all is not
     * asked again: nothing commits meanwhile.
     *
     * @param term in which the target was asked; its candidacy raises the term
     */
    private CompletableFuture<MemberId> afterFailure(
            Optional<MemberId> to, MemberId target, long term, Set<MemberId> silent, long until, Throwable cause) {
        Leadership now = view.leadership(false);
        Optional<MemberId> other = now.leader().filter(leader -> !leader.equals(self));
        if (other.isPresent() && (to.isEmpty() || to.equals(other))) {
            return CompletableFuture.completedFuture(other.get());
        }
        boolean timeLeft = System.nanoTime() - until < 0;
        if (now.leader().isEmpty() && timeLeft) {
            return again(() -> afterFailure(to, target, term, silent, until, cause));
        }
        // Anything but this exception means that Ratis did not ask the target, say because this leader is not ready.
        boolean ignored = now.term() == term && cause instanceof TransferLeadershipException;
        if (now.role() == Leadership.Role.LEADER && timeLeft && !(ignored && to.isPresent())) {
            return again(() -> attempt(to, ignored ? with(silent, target) : silent, until));
        }
        return CompletableFuture.failedFuture(
                new TransferException("Leadership did not go to " + target + ": " + cause.getMessage(), cause));
    }

    private static CompletableFuture<MemberId> again(Supplier<CompletableFuture<MemberId>> step) {
        return CompletableFuture.supplyAsync(step, AGAIN).thenCompose(next -> next);
    }

    /** Ratis refuses every command until the transfer is done or its time is over. */
    private CompletableFuture<RaftClientReply> request(MemberId target, long until) {
        long left = Math.min(attempt.toMillis(), TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
        return send(Optional.of(target), Math.max(1, left));
    }

    private CompletableFuture<RaftClientReply> send(Optional<MemberId> target, long timeoutMillis) {
        TransferLeadershipRequest request = new TransferLeadershipRequest(
                client,
                server.getId(),
                group,
                nextCallId.getAndIncrement(),
                target.map(GroupLayout::peerId).orElse(null),
                timeoutMillis);
        try {
            return server.transferLeadershipAsync(request);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Optional<MemberId> mostUpToDate(Map<MemberId, Duration> heard, Set<MemberId> silent) {
        Set<MemberId> voters = view.voters();
        return view.matchIndexes().entrySet().stream()
                .filter(follower -> voters.contains(follower.getKey()) && !silent.contains(follower.getKey()))
                .filter(follower -> answers(follower.getKey(), heard))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private boolean answers(MemberId member, Map<MemberId, Duration> heard) {
        return heard.containsKey(member) && heard.get(member).compareTo(attempt) <= 0;
    }

    private static Set<MemberId> with(Set<MemberId> silent, MemberId one) {
        Set<MemberId> more = new HashSet<>(silent);
        more.add(one);
        return more;
    }

    private static CompletableFuture<MemberId> failed(String why) {
        return CompletableFuture.failedFuture(new TransferException("Leadership stays: " + why, null));
    }
}
