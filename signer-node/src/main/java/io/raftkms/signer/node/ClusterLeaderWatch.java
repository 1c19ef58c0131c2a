package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.signer.link.LeaderWatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells links whether there is a leader. That one was lost shows in no event, only in time passing, so it is looked at
 * on a tick too.
 */
final class ClusterLeaderWatch implements LeaderWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLeaderWatch.class);
    private static final long LOOK_MILLIS = 50;

    private final ClusterMember member;
    private final Duration leaderless;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean everHeard;
    private boolean lastHeard;
    private boolean lastLeading;

    /**
     * @param leaderless longer than this without a leader and links act on it
     * @param scheduler looks regularly; not shut down here
     */
    ClusterLeaderWatch(ClusterMember member, Duration leaderless, ScheduledExecutorService scheduler) {
        this.member = member;
        this.leaderless = leaderless;
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

    @Override
    public boolean leading() {
        Leadership leadership = member.leadership();
        return leadership.role() == Leadership.Role.LEADER && leadership.ready();
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
        boolean heard = leaderHeard();
        boolean leading = leading();
        boolean changed = heard != lastHeard || leading != lastLeading;
        lastHeard = heard;
        lastLeading = leading;
        return changed;
    }
}
