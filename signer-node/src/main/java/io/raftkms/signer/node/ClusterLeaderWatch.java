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
    private boolean lastHeard;
    private boolean lastLeading;

    /**
     * @param scheduler looks regularly; not shut down here
     */
    ClusterLeaderWatch(ClusterMember member, Duration leaderless, ScheduledExecutorService scheduler) {
        this.member = member;
        this.leaderless = leaderless;
        scheduler.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        member.onLeadership(change -> look());
    }

    @Override
    public boolean leaderHeard() {
        return member.leadership().leader().isPresent()
                && member.sinceLeaderHeard().compareTo(leaderless) < 0;
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

    /** A scheduler gives up a task that throws, silently; links would never hear of a leader again. */
    private void look() {
        try {
            if (changed()) {
                listeners.forEach(Runnable::run);
            }
        } catch (RuntimeException defect) {
            LOG.error("the watch over the leader failed", defect);
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
