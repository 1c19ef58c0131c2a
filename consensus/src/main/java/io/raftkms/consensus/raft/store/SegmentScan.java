package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.apache.ratis.util.SizeInBytes;

/**
 * Reads one log segment with Ratis' own reader, which changes nothing, and finds what that reader lets pass: a record cut
 * off by the end of the file, a first index or a term that does not fit.
 */
final class SegmentScan {
    /** {@code RaftLog1} at the head of each segment. */
    private static final int HEADER_BYTES = 8;

    private static final int CHECKSUM_BYTES = 4;

    private final RaftFiles.Segment segment;
    private final int maxRecordBytes;
    private final Consumer<LogEntryProto> entries;
    private Optional<LogPosition> last = Optional.empty();
    private long end = HEADER_BYTES;

    private SegmentScan(RaftFiles.Segment segment, int maxRecordBytes, Consumer<LogEntryProto> entries) {
        this.segment = segment;
        this.maxRecordBytes = maxRecordBytes;
        this.entries = entries;
    }

    /**
     * Hands every entry's position to the consumer.
     *
     * @return the last entry; empty for an open segment without any
     * @throws MemberFaultException {@link Fault#RAFT_LOG_DAMAGED}, {@link Fault#RAFT_LOG_TORN}
     */
    static Optional<LogPosition> scan(RaftFiles.Segment segment, int maxRecordBytes, Consumer<LogPosition> entries)
            throws MemberFaultException {
        return scanEntries(
                segment, maxRecordBytes, entry -> entries.accept(new LogPosition(entry.getTerm(), entry.getIndex())));
    }

    /** As {@link #scan}, with the entries themselves; those before a damage are handed over. */
    static Optional<LogPosition> scanEntries(
            RaftFiles.Segment segment, int maxRecordBytes, Consumer<LogEntryProto> entries)
            throws MemberFaultException {
        SegmentScan scan = new SegmentScan(segment, maxRecordBytes, entries);
        scan.readAll();
        return scan.last;
    }

    private void readAll() throws MemberFaultException {
        Path file = segment.file();
        try {
            LogSegment.readSegmentFile(
                    file.toFile(),
                    LogSegmentPath.matchLogSegment(file).getStartEnd(),
                    SizeInBytes.valueOf(maxRecordBytes),
                    CorruptionPolicy.EXCEPTION,
                    null,
                    this::accept);
            if (segment.open() && !zerosFrom(end)) {
                throw torn("the file ends within a record", null);
            }
        } catch (IOException | IllegalStateException e) {
            throw damagedOrTorn(e);
        }
        if (!segment.open()
                && last.stream().noneMatch(l -> l.index() == segment.end().getAsLong())) {
            throw damaged(
                    "its last readable entry is "
                            + last.map(LogPosition::toString).orElse("none"),
                    null);
        }
    }

    private void accept(LogEntryProto entry) {
        LogPosition position = new LogPosition(entry.getTerm(), entry.getIndex());
        long expected = last.map(l -> l.index() + 1).orElse(segment.start());
        if (position.index() != expected || last.stream().anyMatch(l -> l.term() > position.term())) {
            throw new IllegalStateException("entry " + position + " where " + expected + " is due");
        }
        int length = entry.getSerializedSize();
        end += CodedOutputStream.computeUInt32SizeNoTag(length) + length + CHECKSUM_BYTES;
        last = Optional.of(position);
        entries.accept(entry);
    }

    private MemberFaultException damagedOrTorn(Exception cause) {
        try {
            if (segment.open() && zerosFrom(endOfRecordAt(end))) {
                return torn(cause.getMessage(), cause);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return damaged(cause.getMessage(), cause);
    }

    /** Where the record that begins there ends by its own length; the end of the file if that is shorter. */
    private long endOfRecordAt(long offset) throws IOException {
        try (InputStream in = from(offset)) {
            int first = in.read();
            if (first < 0) {
                return offset;
            }
            int length = CodedInputStream.readRawVarint32(first, in);
            if (length < 0 || length > maxRecordBytes) {
                return offset;
            }
            return offset + CodedOutputStream.computeUInt32SizeNoTag(length) + length + CHECKSUM_BYTES;
        }
    }

    private boolean zerosFrom(long offset) throws IOException {
        try (InputStream in = from(offset)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != 0) {
                    return false;
                }
            }
            return true;
        } catch (EOFException e) {
            return true;
        }
    }

    /**
     * @throws EOFException if the file is shorter
     */
    private InputStream from(long offset) throws IOException {
        InputStream in =
                new BufferedInputStream(new FileInputStream(segment.file().toFile()), 1 << 16);
        try {
            in.skipNBytes(offset);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private MemberFaultException torn(String reason, Exception cause) {
        return new MemberFaultException(
                Fault.RAFT_LOG_TORN,
                "The last record of the log, in " + segment.file() + " at byte " + end + ", is incomplete (" + reason
                        + ") and nothing follows it: power was probably lost while it was written. Whether its entry was"
                        + " acknowledged cannot be told from here. " + WayOut.REPLACE,
                cause);
    }

    private MemberFaultException damaged(String reason, Exception cause) {
        return new MemberFaultException(
                Fault.RAFT_LOG_DAMAGED,
                "The log segment " + segment.file() + " is damaged at byte " + end + ": " + reason + ". "
                        + WayOut.REPLACE,
                cause);
    }
}
