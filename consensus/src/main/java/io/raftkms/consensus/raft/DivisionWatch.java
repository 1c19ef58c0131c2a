package io.raftkms.consensus.raft;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.LifeCycle;

/**
 * Looks whether Raft still runs on this member. Ratis closes a group after an error and leaves the process alive with
 * it, and a log writer that died of an error is not reported at all; either member would answer for ever that it cannot
 * sign.
 */
final class DivisionWatch implements Runnable {
    /** Far beyond the slowest disk that one could sign with. */
    private static final Duration WRITER_HANGS = Duration.ofSeconds(30);

    private final RaftServer server;
    private final RaftServer.Division division;
    private final FailStop failStop;
    private final LongSupplier nanoTime;
    private long forcedIndex = -1;
    private long forcedSince;
    private boolean halted;

    DivisionWatch(RaftServer server, RaftServer.Division division, FailStop failStop, LongSupplier nanoTime) {
        this.server = server;
        this.division = division;
        this.failStop = failStop;
        this.nanoTime = nanoTime;
        this.forcedSince = nanoTime.getAsLong();
    }

    @Override
    public void run() {
        if (halted) {
            return;
        }
        LifeCycle.State group = division.getInfo().getLifeCycleState();
        if (isOver(group) || isOver(server.getLifeCycleState())) {
            halt(Fault.RAFT_CLOSED, "Ratis closed the group: it is " + group);
        } else if (group == LifeCycle.State.RUNNING && !division.getRaftLog().isOpened()) {
            halt(Fault.RAFT_CLOSED, "Ratis closed the log");
        } else if (writerHangs()) {
            halt(Fault.RAFT_WORKER_DEAD, "Nothing was forced to the log for " + WRITER_HANGS.toSeconds() + " s");
        }
    }

    private static boolean isOver(LifeCycle.State state) {
        return state.isClosingOrClosed() || state == LifeCycle.State.EXCEPTION;
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
