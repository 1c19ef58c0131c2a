package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.PeerClients;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the group goes on without this member. Its own log may say so; more often it does not, since the leader
 * stops sending to a member as soon as the others have agreed to remove it. Then, while no leader is heard, the others
 * are asked: who knows a newer group without this member ends it.
 */
final class RemovalWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RemovalWatch.class);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int SAY_EVERY = 30;
    static final Duration LOOK = Duration.ofSeconds(1);

    private final MemberId self;
    private final boolean joins;
    private final Supplier<GroupConfiguration> group;
    private final BooleanSupplier leaving;
    private final Supplier<Duration> sinceLeaderHeard;
    private final Duration leaderless;
    private final PeerClients clients;
    private final FailStop failStop;
    private volatile boolean wasIn;
    private int waits;

    /**
     * @param joins whether this member may be waiting to be taken in
     * @param leaving whether the newest entry of the own log is about to take this member out
     * @param leaderless longer than this without a leader, and the others are asked
     */
    RemovalWatch(
            MemberId self,
            boolean joins,
            Supplier<GroupConfiguration> group,
            BooleanSupplier leaving,
            Supplier<Duration> sinceLeaderHeard,
            Duration leaderless,
            PeerClients clients,
            FailStop failStop) {
        this.self = self;
        this.joins = joins;
        this.group = group;
        this.leaving = leaving;
        this.sinceLeaderHeard = sinceLeaderHeard;
        this.leaderless = leaderless;
        this.clients = clients;
        this.failStop = failStop;
    }

    @Override
    public void run() {
        GroupConfiguration now = group.get();
        if (now.index() < 0) {
            sayWaiting();
        } else if (now.ids().contains(self)) {
            wasIn = true;
            if (leaderless()) {
                askOthers(now);
            }
        } else if (joins && !hasBeenIn()) {
            sayWaiting();
        } else if (now.settled()) {
            halt("The log of this member says so, at entry " + now.index());
        } else if (leaderless()) {
            askOthers(now);
        }
    }

    /** Ratis has closed the group by itself: it does that, too, to a member that is not in it any more. */
    void closed(String how) {
        GroupConfiguration now = group.get();
        boolean removed = now.index() >= 0 && !now.ids().contains(self);
        if (removed && (!joins || hasBeenIn())) {
            halt(how);
        } else {
            failStop.halt(Fault.RAFT_CLOSED, how, null);
        }
    }

    private boolean hasBeenIn() {
        return wasIn || leaving.getAsBoolean();
    }

    private boolean leaderless() {
        return sinceLeaderHeard.get().compareTo(leaderless) > 0;
    }

    private void askOthers(GroupConfiguration known) {
        for (MemberId other : known.ids()) {
            if (!other.equals(self)) {
                clients.status(other, new byte[0], ANSWER).whenComplete((facts, failure) -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof PeerCallException refused
                            && refused.groupWithout().orElse(-1) > known.index()) {
                        halt(other + " knows the group of entry "
                                + refused.groupWithout().getAsLong() + ", without this member");
                    }
                });
            }
        }
    }

    private void halt(String how) {
        failStop.halt(
                Fault.MEMBER_REMOVED,
                "The group goes on without " + self + ", which was removed from it. " + how,
                null);
    }

    private void sayWaiting() {
        if (joins && waits++ % SAY_EVERY == 0) {
            LOG.info("waiting to be taken into the group: `raftkms cluster add` on the leading member does that");
        }
    }
}
