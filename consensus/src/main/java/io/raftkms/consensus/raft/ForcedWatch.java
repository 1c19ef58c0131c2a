package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.hello.Forced;
import io.raftkms.consensus.raft.store.LogPosition;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.util.LifeCycle;

/**
 * Every second: what the own disk holds, for the others to remember, and on the leader what the others have
 * acknowledged; and forces what was learnt.
 */
final class ForcedWatch implements Runnable {
    private final RaftServer.Division division;
    private final Supplier<Map<MemberId, Long>> matchIndexes;
    private final LongSupplier votedTerm;
    private final Testimony testimony;
    private Optional<LogPosition> end = Optional.empty();

    /**
     * @param matchIndexes on the leader: the highest index that each follower has acknowledged
     * @param votedTerm the term that is forced in the vote file
     */
    ForcedWatch(
            RaftServer.Division division,
            Supplier<Map<MemberId, Long>> matchIndexes,
            LongSupplier votedTerm,
            Testimony testimony) {
        this.division = division;
        this.matchIndexes = matchIndexes;
        this.votedTerm = votedTerm;
        this.testimony = testimony;
    }

    @Override
    public void run() {
        if (division.getInfo().getLifeCycleState() == LifeCycle.State.RUNNING
                && division.getRaftLog().isOpened()) {
            end = ownEnd().or(() -> end);
            testimony.forced(new Forced(votedTerm.getAsLong(), end));
            noteAcknowledgements();
        }
        testimony.forceLearnt();
    }

    /**
     * Forced and committed: an entry that is only forced may be cut off again, and for an instant the log then shows
     * another one in its place that is not forced yet.
     */
    private Optional<LogPosition> ownEnd() {
        long forced = division.getRaftLog().getFlushIndex();
        return position(Math.min(forced, division.getRaftLog().getLastCommittedIndex()));
    }

    /**
     * A leader never cuts its own log, so what it has at an index is what was acknowledged there. Only as far as that is
     * committed: the rest may be cut off at the other by the next leader, and then its log ends before it, and is healthy.
     */
    private void noteAcknowledgements() {
        long committed = division.getRaftLog().getLastCommittedIndex();
        long term = division.getInfo().getCurrentTerm();
        for (Map.Entry<MemberId, Long> matched : matchIndexes.get().entrySet()) {
            Optional<LogPosition> entry = position(Math.min(matched.getValue(), committed));
            boolean leads = division.getInfo().isLeader() && division.getInfo().getCurrentTerm() == term;
            if (entry.isPresent() && leads) {
                testimony.acknowledged(matched.getKey(), entry.get());
            }
        }
    }

    /** Empty where nothing is known: index 0 is what Ratis says before the first acknowledgement too. */
    private Optional<LogPosition> position(long index) {
        TermIndex entry = index > 0 ? division.getRaftLog().getTermIndex(index) : null;
        return Optional.ofNullable(entry).map(LogPosition::of);
    }
}
