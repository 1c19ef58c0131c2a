package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.ledger.CommandCodec;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.UnknownEntryException;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;

/**
 * What a member's Raft log holds, read from its files. Writes nothing and takes no lock; on the directory of a running
 * member the end of the open segment can look torn.
 *
 * @param holder process id of the member that runs on it, where the system tells
 */
public record LogInspection(Path directory, Optional<Long> holder, List<Segment> segments) {
    /** Most bytes of one record, as the start checks take it. */
    private static final int MAX_RECORD = 1 << 20;

    /**
     * One file of the log.
     *
     * @param open whether it is the one that is written to
     * @param first index of the first entry by its name
     * @param last the last entry that can be read
     * @param damage a torn record or a checksum that does not fit, with its place in the file
     */
    public record Segment(
            Path file,
            long bytes,
            boolean open,
            long first,
            Optional<LogPosition> last,
            long entries,
            Optional<String> damage) {}

    /**
     * One entry.
     *
     * @param kind of Raft's: command, configuration or metadata
     * @param entry the command; empty for what is Raft's own and for what cannot be understood
     * @param unknown why a command cannot be understood
     */
    public record LoggedEntry(LogPosition at, String kind, Optional<Entry> entry, Optional<String> unknown) {}

    /** Everything that cannot be read. */
    public List<String> damages() {
        return segments.stream().flatMap(segment -> segment.damage().stream()).toList();
    }

    /**
     * Reads every segment and hands its entries over as they come.
     *
     * @param data a member's data directory, or a copy
     */
    public static LogInspection of(Path data, Consumer<LoggedEntry> entries) throws IOException {
        DataDirectory directory = new DataDirectory(data);
        List<Segment> segments = new ArrayList<>();
        for (RaftFiles files : StateInspection.groups(directory)) {
            long due = -1;
            long snapshot =
                    files.newestSnapshot().map(newest -> newest.last().index()).orElse(-1L);
            for (RaftFiles.Segment segment : files.segments()) {
                Segment seen = read(segment, due, snapshot, entries);
                segments.add(seen);
                due = seen.last().map(last -> last.index() + 1).orElse(due);
            }
        }
        return new LogInspection(directory.root(), LockHolder.of(directory), List.copyOf(segments));
    }

    private static Segment read(RaftFiles.Segment segment, long due, long snapshot, Consumer<LoggedEntry> entries)
            throws IOException {
        List<LogPosition> last = new ArrayList<>();
        long[] count = {0};
        Optional<String> damage = Optional.empty();
        try {
            SegmentScan.scanEntries(segment, MAX_RECORD, entry -> {
                last.clear();
                last.add(new LogPosition(entry.getTerm(), entry.getIndex()));
                count[0]++;
                entries.accept(of(entry));
            });
        } catch (MemberFaultException e) {
            damage = Optional.of(e.getMessage());
        }
        boolean bridged = segment.start() > due && segment.start() <= snapshot + 1;
        if (damage.isEmpty() && due >= 0 && segment.start() != due && !bridged) {
            damage = Optional.of("The log segment " + segment.file() + " begins at entry " + segment.start()
                    + " where entry " + due + " is due: a segment is missing or was put there.");
        }
        return new Segment(
                segment.file(),
                Files.size(segment.file()),
                segment.open(),
                segment.start(),
                last.stream().findFirst(),
                count[0],
                damage);
    }

    private static LoggedEntry of(LogEntryProto entry) {
        LogPosition at = new LogPosition(entry.getTerm(), entry.getIndex());
        return switch (entry.getLogEntryBodyCase()) {
            case STATEMACHINELOGENTRY -> command(at, entry);
            case CONFIGURATIONENTRY -> new LoggedEntry(at, "configuration", Optional.empty(), Optional.empty());
            case METADATAENTRY -> new LoggedEntry(at, "metadata", Optional.empty(), Optional.empty());
            case LOGENTRYBODY_NOT_SET -> new LoggedEntry(at, "empty", Optional.empty(), Optional.empty());
        };
    }

    private static LoggedEntry command(LogPosition at, LogEntryProto entry) {
        try {
            byte[] bytes = entry.getStateMachineLogEntry().getLogData().toByteArray();
            return new LoggedEntry(at, "command", Optional.of(CommandCodec.decode(bytes)), Optional.empty());
        } catch (UnknownEntryException e) {
            return new LoggedEntry(at, "command", Optional.empty(), Optional.of(e.getMessage()));
        }
    }
}
