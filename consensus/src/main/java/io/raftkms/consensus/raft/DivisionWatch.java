package io.raftkms.consensus.raft;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.LifeCycle;

/**
 * Looks whether Raft still runs on this member. Ratis closes a group after an error and leaves the process alive with
 * it; a log writer that died of an error is not reported at all; an election that failed, say because the vote could not
 * be written, leaves a candidate behind that does nothing more; and a listener may have started in the wrong role. Such a
 * member would answer for ever that it cannot sign.
 */
final class DivisionWatch implements Runnable {
    /** Far beyond the slowest disk that one could sign with. */
    private static final Duration WRITER_HANGS = Duration.ofSeconds(30);

    /** A candidate is without a thread for an instant while it becomes one, and for ever if its election failed. */
    private static final Duration ELECTION_MISSING = Duration.ofSeconds(3);

    private final RaftServer server;
    private final RaftServer.Division division;
    private final BooleanSupplier electionRuns;
    private final Consumer<String> closed;
    private final FailStop failStop;
    private final LongSupplier nanoTime;
    private long forcedIndex = -1;
    private long forcedSince;
    private long electionSince;
    private boolean halted;

    DivisionWatch(
            RaftServer server,
            RaftServer.Division division,
            BooleanSupplier electionRuns,
            Consumer<String> closed,
            FailStop failStop,
            LongSupplier nanoTime) {
        this.server = server;
        this.division = division;
        this.electionRuns = electionRuns;
        this.closed = closed;
        this.failStop = failStop;
        this.nanoTime = nanoTime;
        this.forcedSince = nanoTime.getAsLong();
        this.electionSince = forcedSince;
    }

    @Override
    public void run() {
        if (halted) {
            return;
        }
        LifeCycle.State group = division.getInfo().getLifeCycleState();
        if (isOver(group) || isOver(server.getLifeCycleState())) {
            halted = true;
            closed.accept("Ratis closed the group: it is " + group);
        } else if (group == LifeCycle.State.RUNNING && !division.getRaftLog().isOpened()) {
            halt(Fault.RAFT_CLOSED, "Ratis closed the log");
        } else if (electionIsMissing()) {
            halt(Fault.RAFT_WORKER_DEAD, "This member is a candidate, and no election runs");
        } else if (listensAsFollower()) {
            halt(
                    Fault.RAFT_START_FAILED,
                    "Raft started before its log said that this member is a listener; now it does, and the next start"
                            + " knows");
        } else if (writerHangs()) {
            halt(Fault.RAFT_WORKER_DEAD, "Nothing was forced to the log for " + WRITER_HANGS.toSeconds() + " s");
        }
    }

    private static boolean isOver(LifeCycle.State state) {
        return state.isClosingOrClosed() || state == LifeCycle.State.EXCEPTION;
    }

    private boolean electionIsMissing() {
        long now = nanoTime.getAsLong();
        if (!division.getInfo().isCandidate() || electionRuns.getAsBoolean()) {
            electionSince = now;
        }
        return now - electionSince > ELECTION_MISSING.toNanos();
    }

    /**
     * Ratis gives a member its role when it starts, by its own log. A listener that was stopped before it had the entry
     * that took it in starts as a follower outside the group, and neither follows nor becomes a listener afterwards.
     */
    private boolean listensAsFollower() {
        RaftConfiguration group = division.getRaftConf();
        return division.getInfo().isFollower()
                && group.getPeer(division.getId(), RaftPeerRole.LISTENER) != null
                && division.getRaftLog().getFlushIndex() >= group.getLogEntryIndex();
    }

    private boolean writerHangs() {
        long now = nanoTime.getAsLong();
        long forced = division.getRaftLog().getFlushIndex();
        boolean pending = division.getRaftLog().getNextIndex() - 1 > forced;
        if (forced != forcedIndex || !pending) {
            forcedIndex = forced;
            forcedSince = now;
        }
        return now - forcedSince > WRITER_HANGS.toNanos();
    }

    private void halt(Fault fault, String detail) {
        halted = true;
        failStop.halt(fault, detail, null);
    }
}
