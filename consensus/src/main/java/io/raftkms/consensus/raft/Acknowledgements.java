package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.store.LogPosition;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.util.LifeCycle;

/**
 * What the followers have acknowledged of this leader's log. Taken down at the apply of every entry: a signature leaves
 * only after that, and a leader that is no more forgets who acknowledged what. So as long as it runs, the member that
 * released something knows who holds it, of those that greeted it within the last 1.5 s: decision 0061.
 */
final class Acknowledgements {
    private final RaftServer.Division division;
    private final Supplier<Map<MemberId, Long>> matchIndexes;
    private final Testimony testimony;

    /**
     * @param matchIndexes on the leader: the highest index that each follower has acknowledged
     */
    Acknowledgements(RaftServer.Division division, Supplier<Map<MemberId, Long>> matchIndexes, Testimony testimony) {
        this.division = division;
        this.matchIndexes = matchIndexes;
        this.testimony = testimony;
    }

    /**
     * Takes down what is known now; from any thread. A leader never cuts its own log, so what it has at an index is what
     * was acknowledged there. Only as far as that is committed: the rest may be cut off at the other by the next leader,
     * and then its log ends before it, and is healthy.
     */
    void take() {
        long term = division.getInfo().getCurrentTerm();
        try {
            takeIn(term);
        } catch (RuntimeException e) {
            // Ratis asserts that a leader's term is the current one, also of a leader that is just being deposed.
            if (leadsIn(term)) {
                throw e;
            }
        }
    }

    private void takeIn(long term) {
        if (!leadsIn(term)) {
            return;
        }
        RaftLog log = division.getRaftLog();
        long committed = log.getLastCommittedIndex();
        for (Map.Entry<MemberId, Long> matched : matchIndexes.get().entrySet()) {
            Optional<LogPosition> entry = position(log, Math.min(matched.getValue(), committed));
            if (entry.isPresent() && leadsIn(term)) {
                testimony.acknowledged(matched.getKey(), entry.get());
            }
        }
    }

    private boolean leadsIn(long term) {
        return division.getInfo().getLifeCycleState() == LifeCycle.State.RUNNING
                && division.getInfo().isLeader()
                && division.getInfo().getCurrentTerm() == term;
    }

    /** Empty where nothing is known: index 0 is what Ratis says before the first acknowledgement too. */
    static Optional<LogPosition> position(RaftLog log, long index) {
        TermIndex entry = index > 0 ? log.getTermIndex(index) : null;
        return Optional.ofNullable(entry).map(LogPosition::of);
    }
}
