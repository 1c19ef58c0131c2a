package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The entries that this member's own files name as applied by an earlier run. What is applied now must be the same log:
 * at the same index the same term, and terms never fall from one entry to a later one.
 */
public final class KnownLog {
    /** What an operator reads when a majority forgot what this member still knows. */
    public static final String OTHERS_RESTORED = "The other members hold an older log than this one: they were"
            + " restored. Never restore a member. Stop all of them and find out which; what this member knows is the"
            + " newest.";

    private final TreeMap<Long, Long> terms = new TreeMap<>();

    KnownLog(Collection<LogPosition> applied) {
        applied.forEach(position -> terms.put(position.index(), position.term()));
    }

    /** The highest index that an earlier run had applied; -1 if there is none. */
    public long lastIndex() {
        return terms.isEmpty() ? -1 : terms.lastKey();
    }

    /**
     * Requires that an entry, or a snapshot that ends with it, can be of the log that this member had.
     *
     * @throws MemberFaultException {@link Fault#WATERMARK_REGRESSION}
     */
    public void require(LogPosition entry) throws MemberFaultException {
        Map.Entry<Long, Long> before = terms.floorEntry(entry.index());
        Map.Entry<Long, Long> after = terms.ceilingEntry(entry.index());
        if (before != null && entry.term() < before.getValue()) {
            throw otherLog(entry, before);
        }
        if (after != null && entry.term() > after.getValue()) {
            throw otherLog(entry, after);
        }
    }

    private static MemberFaultException otherLog(LogPosition entry, Map.Entry<Long, Long> known) {
        return new MemberFaultException(
                Fault.WATERMARK_REGRESSION,
                "The cluster's log has entry " + entry + ", while this member has applied entry "
                        + new LogPosition(known.getValue(), known.getKey()) + " before: it is another log. "
                        + OTHERS_RESTORED);
    }
}
