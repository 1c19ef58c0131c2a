package io.raftkms.consensus.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;

/** Hands leadership to another member; done when this member has heard of the new leader. */
final class LeadershipTransfer {
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

    CompletableFuture<MemberId> start(Optional<MemberId> to, Duration timeout) {
        Leadership leadership = view.leadership(false);
        if (leadership.role() != Leadership.Role.LEADER) {
            return failed("this member does not lead; "
                    + leadership.leader().map(leader -> leader + " does").orElse("no leader is known"));
        }
        Set<MemberId> voters = view.voters();
        Optional<MemberId> target = to.or(() -> mostUpToDate(voters));
        if (target.isEmpty()) {
            return failed("no other voter answers");
        }
        if (target.get().equals(self)) {
            return failed(self + " leads already");
        }
        if (!voters.contains(target.get())) {
            return failed(target.get() + " is not a voter of this cluster");
        }
        if (!steppingDown.compareAndSet(false, true)) {
            return failed("a transfer is under way already");
        }
        return transfer(target.get(), timeout).whenComplete((leader, failure) -> steppingDown.set(false));
    }

    private CompletableFuture<MemberId> transfer(MemberId target, Duration timeout) {
        TransferLeadershipRequest request = new TransferLeadershipRequest(
                client,
                server.getId(),
                group,
                nextCallId.getAndIncrement(),
                GroupLayout.peerId(target),
                timeout.toMillis());
        CompletableFuture<RaftClientReply> reply;
        try {
            reply = server.transferLeadershipAsync(request);
        } catch (IOException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        return reply.handle((done, failure) -> {
            if (failure != null) {
                throw new CompletionException(unsuccessful(target, failure));
            }
            if (!done.isSuccess()) {
                throw new CompletionException(unsuccessful(target, done.getException()));
            }
            return target;
        });
    }

    private Optional<MemberId> mostUpToDate(Set<MemberId> voters) {
        Map<MemberId, Duration> heard = view.lastHeard();
        return view.matchIndexes().entrySet().stream()
                .filter(follower -> voters.contains(follower.getKey()))
                .filter(follower -> heard.containsKey(follower.getKey())
                        && heard.get(follower.getKey()).compareTo(answering) <= 0)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private static TransferException unsuccessful(MemberId target, Throwable cause) {
        return new TransferException("Leadership did not go to " + target + ": " + cause.getMessage(), cause);
    }

    private static CompletableFuture<MemberId> failed(String why) {
        return CompletableFuture.failedFuture(new TransferException("Leadership stays: " + why, null));
    }
}
