package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.signer.link.LeaderWatch;
import io.raftkms.signer.link.LinkId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells links whether there is a leader, and when their keys may be shown. That one was lost shows in no event, only in time passing, so it is looked at
 * on a tick too.
 */
final class ClusterLeaderWatch implements LeaderWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLeaderWatch.class);
    private static final long LOOK_MILLIS = 50;
    private static final long NO_TERM = -1;

    /** What links were told of last. */
    private record Seen(boolean heard, boolean leading, Set<LinkId> shown) {}

    private final ClusterMember member;
    private final Duration leaderless;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Supplier<Set<LinkId>> shown;
    private volatile boolean everHeard;
    private volatile long readyTerm = NO_TERM;
    private Seen last = new Seen(false, false, Set.of());

    /**
     * @param leaderless longer than this without a leader and links act on it
     * @param shown links whose key may be shown, which changes as the ledger becomes known
     * @param scheduler looks regularly; not shut down here
     */
    ClusterLeaderWatch(
            ClusterMember member,
            Duration leaderless,
            Supplier<Set<LinkId>> shown,
            ScheduledExecutorService scheduler) {
        this.member = member;
        this.leaderless = leaderless;
        this.shown = shown;
        scheduler.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        member.onLeadership(change -> look());
    }

    /**
     * Whether a leader was heard within the leaderless limit. While an election is under way nobody leads, and links stay
     * all the same: that is what the limit is for.
     */
    @Override
    public boolean leaderHeard() {
        return everHeard() && member.sinceLeaderHeard().compareTo(leaderless) < 0;
    }

    /** Before the first leader the time since one was heard only counts from the start of the process. */
    private boolean everHeard() {
        if (!everHeard && member.leadership().leader().isPresent()) {
            everHeard = true;
        }
        return everHeard;
    }

    /**
     * A leader that hands over accepts no command any more, and still leads until another does: its links stay so long,
     * since what they are asked meanwhile is answered as soon as the other leads.
     */
    @Override
    public boolean leading() {
        Leadership leadership = member.leadership();
        if (leadership.role() != Leadership.Role.LEADER) {
            return false;
        }
        if (leadership.ready()) {
            readyTerm = leadership.term();
        }
        return leadership.term() == readyTerm;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** A listener that fails must not keep the others from hearing of it: an exception would stop the tick for good. */
    private void look() {
        if (!changed()) {
            return;
        }
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException failed) {
                LOG.warn("a link could not be told of a change of leadership", failed);
            }
        }
    }

    private synchronized boolean changed() {
        Seen now = new Seen(leaderHeard(), leading(), shown.get());
        boolean changed = !now.equals(last);
        last = now;
        return changed;
    }
}
