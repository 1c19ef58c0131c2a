package io.raftkms.consensus.raft.store;

import java.util.Optional;

/**
 * What one member has witnessed of another. It only ever grows: what was true of a disk once must be true of it later.
 *
 * @param firstStartId id of the very first start on the other's data directory: another one is another disk
 * @param startNumber of the newest start that was accepted here
 * @param startId of that start
 * @param formed whether it said that it is formed
 * @param listed whether a committed group has had it, as voter or listener: one that it has no more was removed
 * @param voteTerm highest term that it reported as forced in its vote file
 * @param forced the end, by term, then index, of what it acknowledged or reported as forced; empty for nothing
 */
public record PeerRecord(
        String firstStartId,
        long startNumber,
        String startId,
        boolean formed,
        boolean listed,
        long voteTerm,
        Optional<LogPosition> forced) {
    public PeerRecord {
        if (startNumber < 1 || voteTerm < 0 || !isStartId(startId) || !isStartId(firstStartId)) {
            throw new IllegalArgumentException("start number from 1, vote term from 0, start ids of 32 hex digits");
        }
    }

    /** Whether a text is 32 lower-case hex digits. */
    public static boolean isStartId(String text) {
        return text.matches("[0-9a-f]{32}");
    }

    /** The same member, of which more is forced now. */
    public PeerRecord with(long term, Optional<LogPosition> position) {
        return new PeerRecord(
                firstStartId, startNumber, startId, formed, listed, Math.max(voteTerm, term), later(forced, position));
    }

    /** The later of two ends of one log: the one with the higher term, then the higher index. */
    private static Optional<LogPosition> later(Optional<LogPosition> one, Optional<LogPosition> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().compareTo(other.get()) >= 0 ? one : other;
    }
}
