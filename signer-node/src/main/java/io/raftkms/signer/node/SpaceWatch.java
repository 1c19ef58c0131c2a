package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.store.FreeSpace;
import io.raftkms.consensus.raft.store.SpaceSource;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.config.DiskSettings;
import io.raftkms.signer.message.MessageCode;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the space that is left for the data directory.
 *
 * <table>
 * <caption>What it does</caption>
 * <tr><td>below the warning level</td><td>WARN, once each time</td></tr>
 * <tr><td>below the floor, or no more files can be made</td><td>alarm; leadership goes to a member with space, and this
 * one does not stand until there is room again</td></tr>
 * <tr><td>so, but no leader was heard for {@value #LEADERLESS_SECONDS} seconds, and files can be made</td><td>it stands:
 * nobody with more space does</td></tr>
 * <tr><td>the directory cannot be written for another reason</td><td>the member ends</td></tr>
 * </table>
 *
 * A member that does not stand still votes and replicates: its copy of the log counts. If all members have little space
 * the one that leads goes on signing, and when it ends another takes over: little space ends a cluster only where a write
 * fails, and then by the failed write.
 */
final class SpaceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceWatch.class);
    static final long LOOK_SECONDS = 10;

    /** Several elections, each with candidates that have more space, came to nothing. */
    static final long LEADERLESS_SECONDS = 5;

    private static final long LEADERLESS_LOOK_SECONDS = 1;
    private static final long MEGABYTE = 1024L * 1024;

    private enum Level {
        OK,
        LOW,
        FLOOR
    }

    private record Seen(FreeSpace space, Level level) {}

    private final ClusterMember member;
    private final Standing standing;
    private final Handover handover;
    private final SpaceSource source;
    private final DiskSettings limits;
    private final FailStop failStop;
    private volatile Seen seen;

    /** Looks once before it returns, so that a member without space never stands. */
    SpaceWatch(
            ClusterMember member,
            Standing standing,
            Handover handover,
            SpaceSource source,
            DiskSettings limits,
            FailStop failStop,
            ScheduledExecutorService scheduler) {
        this.member = member;
        this.standing = standing;
        this.handover = handover;
        this.source = source;
        this.limits = limits;
        this.failStop = failStop;
        look();
        scheduler.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        scheduler.scheduleWithFixedDelay(
                this::lookWithoutLeader, LEADERLESS_LOOK_SECONDS, LEADERLESS_LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** What is told to people and to the other members; null if nothing could be read yet. */
    MemberFacts.Disk facts() {
        Seen now = seen;
        return now == null
                ? null
                : new MemberFacts.Disk(now.space().bytes(), now.level().name().toLowerCase(Locale.ROOT), warning(now));
    }

    private synchronized void look() {
        try {
            FreeSpace space = source.read();
            judge(new Seen(space, level(space)));
        } catch (MemberFaultException e) {
            failStop.halt(e.fault(), e.getMessage(), e);
        } catch (RuntimeException defect) {
            LOG.error("the watch over the disk failed and looks again", defect);
        }
    }

    /** The regular look would leave the cluster without a leader for longer than it has to be. */
    private void lookWithoutLeader() {
        Seen last = seen;
        if (leaderless() && last != null && last.level() == Level.FLOOR) {
            look();
        }
    }

    private boolean leaderless() {
        return member.sinceLeaderHeard().toSeconds() >= LEADERLESS_SECONDS;
    }

    private Level level(FreeSpace space) {
        if (!space.roomForFiles() || space.bytes() < limits.floorFree()) {
            return Level.FLOOR;
        }
        return space.bytes() < limits.warnFree() ? Level.LOW : Level.OK;
    }

    private void judge(Seen now) {
        Level before = seen == null ? Level.OK : seen.level();
        seen = now;
        if (now.level() != before) {
            tell(now);
        }
        boolean needed = leaderless() && now.space().roomForFiles();
        standing.objection(Standing.Reason.DISK_SPACE, now.level() == Level.FLOOR && !needed);
        if (now.level() == Level.FLOOR && member.leadership().role() == Leadership.Role.LEADER) {
            handover.begin();
        }
    }

    private void tell(Seen now) {
        switch (now.level()) {
            case OK ->
                LOG.info(
                        "{} MB are free for the data directory again",
                        now.space().bytes() / MEGABYTE);
            case LOW -> LOG.warn("{}", warning(now));
            case FLOOR -> LOG.error("ALARM: {}", warning(now));
        }
    }

    private String warning(Seen now) {
        long free = now.space().bytes() / MEGABYTE;
        return switch (now.level()) {
            case OK -> null;
            case LOW -> MessageCode.DISK_SPACE_LOW + " only " + free + " MB are free for the data directory";
            case FLOOR ->
                MessageCode.DISK_SPACE_FLOOR
                        + (now.space().roomForFiles()
                                ? " only " + free + " MB are free for the data directory"
                                : " no more files can be made in the data directory: no inodes or no space")
                        + "; this member does not lead while another can";
        };
    }
}
