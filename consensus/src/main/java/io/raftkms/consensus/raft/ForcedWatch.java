package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.hello.Forced;
import io.raftkms.consensus.raft.store.LogPosition;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.LifeCycle;

/**
 * Every second: what the own disk holds, for the others to remember, and on the leader what the others have
 * acknowledged, of which not every acknowledgement was needed by an entry; and forces what was learnt.
 */
final class ForcedWatch implements Runnable {
    private final RaftServer.Division division;
    private final Acknowledgements acknowledgements;
    private final LongSupplier votedTerm;
    private final Testimony testimony;
    private Optional<LogPosition> end = Optional.empty();

    /**
     * @param votedTerm the term that is forced in the vote file
     */
    ForcedWatch(
            RaftServer.Division division,
            Acknowledgements acknowledgements,
            LongSupplier votedTerm,
            Testimony testimony) {
        this.division = division;
        this.acknowledgements = acknowledgements;
        this.votedTerm = votedTerm;
        this.testimony = testimony;
    }

    @Override
    public void run() {
        if (division.getInfo().getLifeCycleState() == LifeCycle.State.RUNNING
                && division.getRaftLog().isOpened()) {
            end = ownEnd().or(() -> end);
            testimony.forced(new Forced(votedTerm.getAsLong(), end));
            acknowledgements.take();
        }
        testimony.forceLearnt();
    }

    /**
     * Forced and committed: an entry that is only forced may be cut off again, and for an instant the log then shows
     * another one in its place that is not forced yet.
     */
    private Optional<LogPosition> ownEnd() {
        long forced = division.getRaftLog().getFlushIndex();
        return Acknowledgements.position(
                division.getRaftLog(), Math.min(forced, division.getRaftLog().getLastCommittedIndex()));
    }
}
