package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.store.DiskFault;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;

/**
 * Writes snapshots beside the applying of entries, from the immutable state of one entry, so that no signature waits for
 * the encoding and forcing of all keys. One at a time. Ratis purges the log only up to what {@link #take} returns, which
 * is never more than what is forced.
 */
final class SnapshotWriter {
    private final LedgerSnapshots snapshots;
    private final Executor executor;
    private final FailStop failStop;
    private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);
    private boolean paused;
    private volatile long written = RaftLog.INVALID_LOG_INDEX;

    /**
     * @param executor writes; not one of those that apply or answer
     */
    SnapshotWriter(LedgerSnapshots snapshots, Executor executor, FailStop failStop) {
        this.snapshots = snapshots;
        this.executor = executor;
        this.failStop = failStop;
    }

    /**
     * Asked by Ratis whenever a snapshot is due: begins one, or tells that the one begun before is complete.
     *
     * @param last the entry that made this state
     * @return index of the last entry in a snapshot that was completed since, or of one that holds all of this already;
     *     {@link RaftLog#INVALID_LOG_INDEX} while there is none, to be asked again
     */
    synchronized long take(LedgerState state, TermIndex last) {
        if (paused || last.getIndex() < 0 || !underWay.isDone()) {
            return RaftLog.INVALID_LOG_INDEX;
        }
        if (written != RaftLog.INVALID_LOG_INDEX) {
            long complete = written;
            written = RaftLog.INVALID_LOG_INDEX;
            return complete;
        }
        SingleFileSnapshotInfo newest = snapshots.getLatestSnapshot();
        if (newest != null && newest.getIndex() >= last.getIndex()) {
            return newest.getIndex();
        }
        underWay = CompletableFuture.runAsync(() -> write(state, last), executor);
        return RaftLog.INVALID_LOG_INDEX;
    }

    private void write(LedgerState state, TermIndex last) {
        try {
            snapshots.updateLatestSnapshot(
                    SnapshotFiles.write(snapshots.getSnapshotFile(last.getTerm(), last.getIndex()), state, last));
            snapshots.removeOld();
            written = last.getIndex();
        } catch (IOException | RuntimeException | Error e) {
            failStop.halt(
                    DiskFault.kind(e),
                    "The snapshot at " + last + " could not be written: " + DiskFault.rootReason(e),
                    e);
        }
    }

    /** Returns when nothing is being written; nothing will be until {@link #resume}. Ratis may rename the directory. */
    void pause() {
        CompletableFuture<Void> last;
        synchronized (this) {
            paused = true;
            last = underWay;
        }
        last.join();
    }

    /** A snapshot that was written before the pause is of no more use: one that holds more was installed. */
    synchronized void resume() {
        written = RaftLog.INVALID_LOG_INDEX;
        paused = false;
    }
}
