package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Raft's directory holds, read before Raft runs and without changing it.
 *
 * @param lastEntry the last entry of the log; empty without one
 * @param snapshot the last entry of the newest snapshot; empty without one
 * @param voteTerm the term of the vote file; 0 before the first vote
 * @param terms the terms of the entries that were asked for and are in the log, by index
 */
public record LogScan(
        Optional<LogPosition> lastEntry, Optional<LogPosition> snapshot, long voteTerm, Map<Long, Long> terms) {

    /** True before the first vote, entry and snapshot. */
    public boolean isEmpty() {
        return lastEntry.isEmpty() && snapshot.isEmpty() && voteTerm == 0;
    }

    /** The highest index in log or snapshot, or -1. */
    public long highestIndex() {
        return Math.max(
                lastEntry.map(LogPosition::index).orElse(-1L),
                snapshot.map(LogPosition::index).orElse(-1L));
    }

    /** Where log and snapshot end, whichever is later. */
    public Optional<LogPosition> end() {
        return Stream.concat(lastEntry.stream(), snapshot.stream()).max(Comparator.naturalOrder());
    }

    /**
     * Reads everything.
     *
     * @param wanted entries whose terms {@link #requireReached} will ask for
     * @throws MemberFaultException {@link Fault#RAFT_LOG_DAMAGED}, {@link Fault#RAFT_LOG_TORN}, {@link
     *     Fault#RAFT_SNAPSHOT_DAMAGED}, {@link Fault#RAFT_GROUP_FILE_DAMAGED}, {@link Fault#VOTE_FILE_DAMAGED}, {@link
     *     Fault#VOTE_FILE_OLD}
     */
    static LogScan of(RaftFiles files, int maxRecordBytes, SnapshotCheck ledger, Collection<LogPosition> wanted)
            throws MemberFaultException {
        try {
            GroupFile.check(files.configurationFile());
            Optional<RaftFiles.Snapshot> snapshot = files.newestSnapshot();
            if (snapshot.isPresent()) {
                SnapshotScan.check(snapshot.get(), ledger);
            }
            Optional<LogPosition> snapshotLast = snapshot.map(RaftFiles.Snapshot::last);
            Set<Long> indexes = new HashSet<>();
            wanted.forEach(position -> indexes.add(position.index()));
            snapshotLast.ifPresent(position -> indexes.add(position.index()));
            Map<Long, Long> terms = new HashMap<>();
            Optional<LogPosition> last = scanSegments(files, maxRecordBytes, snapshotLast, indexes, terms);
            LogScan scan = new LogScan(last, snapshotLast, voteTerm(files), Map.copyOf(terms));
            scan.requireSnapshotFits(files);
            scan.requireVoteNotOlder(files);
            return scan;
        } catch (IOException e) {
            throw DiskFault.reading(files.current(), e);
        }
    }

    private static Optional<LogPosition> scanSegments(
            RaftFiles files,
            int maxRecordBytes,
            Optional<LogPosition> snapshot,
            Set<Long> indexes,
            Map<Long, Long> terms)
            throws IOException, MemberFaultException {
        long snapshotIndex = snapshot.map(LogPosition::index).orElse(-1L);
        Optional<LogPosition> last = Optional.empty();
        RaftFiles.Segment previous = null;
        for (RaftFiles.Segment segment : files.segments()) {
            long due = last.map(LogPosition::index).orElse(-1L) + 1;
            boolean bridged = segment.start() > due && due <= snapshotIndex + 1 && segment.start() <= snapshotIndex + 1;
            if ((segment.start() != due && !bridged) || (previous != null && previous.open())) {
                throw gap(segment, due, previous);
            }
            Optional<LogPosition> end = SegmentScan.scan(segment, maxRecordBytes, position -> {
                if (indexes.contains(position.index())) {
                    terms.put(position.index(), position.term());
                }
            });
            if (end.isPresent()) {
                last = end;
            }
            previous = segment;
        }
        return last;
    }

    private static MemberFaultException gap(RaftFiles.Segment segment, long due, RaftFiles.Segment previous) {
        return new MemberFaultException(
                Fault.RAFT_LOG_DAMAGED,
                "The log segment " + segment.file() + " begins at entry " + segment.start() + " where entry " + due
                        + " is due"
                        + (previous == null ? "" : " after " + previous.file().getFileName())
                        + ": a segment is missing or was put there. " + WayOut.REPLACE);
    }

    private static long voteTerm(RaftFiles files) throws IOException, MemberFaultException {
        try {
            Path votes = VoteNames.counting(files);
            if (Files.exists(votes)) {
                return VoteFile.read(votes).term();
            }
        } catch (DamagedFileException e) {
            throw voteDamaged(files, "is damaged: " + e.getMessage(), e);
        }
        if (files.holdState()) {
            throw voteDamaged(files, "is missing beside a log or snapshot", null);
        }
        return 0;
    }

    private static MemberFaultException voteDamaged(RaftFiles files, String what, Exception cause) {
        return new MemberFaultException(
                Fault.VOTE_FILE_DAMAGED,
                "The vote file " + files.voteFile() + " " + what
                        + ", so this member may have voted for somebody it does" + " not know of. " + WayOut.REPLACE,
                cause);
    }

    private void requireSnapshotFits(RaftFiles files) throws MemberFaultException {
        if (snapshot.isEmpty()) {
            return;
        }
        Long term = terms.get(snapshot.get().index());
        if (term != null && term != snapshot.get().term()) {
            throw new MemberFaultException(
                    Fault.RAFT_SNAPSHOT_DAMAGED,
                    "The newest snapshot in " + files.snapshotDirectory() + " ends at " + snapshot.get()
                            + ", while the log beside it has term " + term + " there: one of them is not of this"
                            + " member. " + WayOut.REPLACE);
        }
    }

    private void requireVoteNotOlder(RaftFiles files) throws MemberFaultException {
        long logTerm = Math.max(
                lastEntry.map(LogPosition::term).orElse(0L),
                snapshot.map(LogPosition::term).orElse(0L));
        if (voteTerm < logTerm) {
            throw new MemberFaultException(
                    Fault.VOTE_FILE_OLD,
                    "The vote file " + files.voteFile() + " is of term " + voteTerm
                            + ", while the log beside it reaches"
                            + " term " + logTerm + ": it is an older copy, and votes since then are forgotten. "
                            + WayOut.REPLACE);
        }
    }

    /**
     * Requires that an entry which was applied once is still there.
     *
     * @param witness the file that says so, for the message
     * @throws MemberFaultException {@link Fault#RAFT_DATA_LOST}
     */
    void requireReached(RaftFiles files, LogPosition applied, String witness) throws MemberFaultException {
        if (applied.index() > highestIndex()) {
            throw lost(files, applied, witness, highestIndex() < 0 ? "is empty" : "ends at entry " + highestIndex());
        }
        Long logTerm = terms.get(applied.index());
        if (logTerm != null ? logTerm != applied.term() : !snapshotCovers(applied)) {
            throw lost(
                    files,
                    applied,
                    witness,
                    "has term "
                            + (logTerm != null
                                    ? logTerm
                                    : snapshot.map(LogPosition::term).orElse(0L)) + " there");
        }
    }

    private boolean snapshotCovers(LogPosition applied) {
        return snapshot.stream()
                .anyMatch(s -> s.index() > applied.index() ? s.term() >= applied.term() : s.equals(applied));
    }

    private static MemberFaultException lost(RaftFiles files, LogPosition applied, String witness, String found) {
        return new MemberFaultException(
                Fault.RAFT_DATA_LOST,
                "The Raft data in " + files.groupDirectory() + " " + found + ", while " + witness
                        + " says that this member has applied entry " + applied
                        + ": the directory is lost, or an older copy was put there. " + WayOut.MOUNT_OR_REPLACE);
    }
}
