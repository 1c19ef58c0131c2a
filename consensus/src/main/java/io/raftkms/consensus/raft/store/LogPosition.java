package io.raftkms.consensus.raft.store;

import org.apache.ratis.server.protocol.TermIndex;

/**
 * Where an entry stands in the Raft log.
 *
 * @param term the term of the leader that appended it, from 0
 * @param index its place in the log, from 0
 */
public record LogPosition(long term, long index) implements Comparable<LogPosition> {
    public LogPosition {
        if (term < 0 || index < 0) {
            throw new IllegalArgumentException("term and index are not negative: " + term + "/" + index);
        }
    }

    /** Ratis' name for the same. */
    public static LogPosition of(TermIndex termIndex) {
        return new LogPosition(termIndex.getTerm(), termIndex.getIndex());
    }

    /**
     * Orders ends of a log: by term, then by index. The end of one member's log only moves up in this order, since a log
     * is only cut where a newer term continues it.
     */
    @Override
    public int compareTo(LogPosition other) {
        int byTerm = Long.compare(term, other.term);
        return byTerm != 0 ? byTerm : Long.compare(index, other.index);
    }

    /** As {@code 120 (term 3)}. */
    @Override
    public String toString() {
        return index + " (term " + term + ")";
    }
}
