package io.raftkms.consensus.raft.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a member remembers of its own runs, as {@code run.json} says: kept outside Raft's directory so that a lost or
 * older Raft directory shows.
 *
 * @param member whose record it is: a file copied from another member shows
 * @param startNumber 1 for the first start, one more for each later one
 * @param startId 32 lower-case hex digits, drawn anew by each start: tells two clones with one number apart
 * @param raftHeld true once Raft's directory has held a vote, a log or a snapshot
 * @param lastApplied the last entry of any kind that was applied, at most a second old
 * @param marks how many keys the watermark held then
 */
public record RunRecord(
        MemberId member,
        long startNumber,
        String startId,
        boolean raftHeld,
        Optional<LogPosition> lastApplied,
        int marks) {
    private static final int FORMAT = 1;

    public RunRecord {
        if (startNumber < 1 || marks < 0 || !startId.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("start number from 1, start id of 32 hex digits, marks from 0");
        }
    }

    /** The record of a start: the next number, a new id, what the earlier ones left. */
    static RunRecord next(MemberId member, Optional<RunRecord> previous, String startId, boolean raftHolds) {
        return previous.map(p -> new RunRecord(
                        member, p.startNumber + 1, startId, p.raftHeld || raftHolds, p.lastApplied, p.marks))
                .orElseGet(() -> new RunRecord(member, 1, startId, raftHolds, Optional.empty(), 0));
    }

    /** The same start, later. */
    RunRecord with(boolean holds, Optional<LogPosition> applied, int keys) {
        return new RunRecord(member, startNumber, startId, holds, applied, keys);
    }

    /** True if Raft's directory may not be empty. */
    boolean saysRaftHeld() {
        return raftHeld || lastApplied.isPresent();
    }

    /**
     * Reads the record of the last start; empty before the first.
     *
     * @throws MemberFaultException {@link Fault#RUN_RECORD_DAMAGED} or {@link Fault#FORMAT_UNKNOWN}
     */
    static Optional<RunRecord> read(DataDirectory directory) throws MemberFaultException {
        Path file = directory.run();
        try {
            return Optional.of(decode(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UnknownFormatException e) {
            throw e.refusal("run record", file);
        } catch (DamagedFileException e) {
            throw new MemberFaultException(
                    Fault.RUN_RECORD_DAMAGED,
                    "The run record " + file + " is damaged: " + e.getMessage()
                            + ". It is written whole or not at all, so this is no trace of a crash. " + WayOut.REPLACE,
                    e);
        } catch (IOException e) {
            throw DiskFault.reading(file, e);
        }
    }

    /** Puts the record in the file's place, forced. */
    void write(DataDirectory directory) throws IOException {
        DurableFiles.replace(directory.run(), encode());
    }

    private byte[] encode() {
        ObjectNode fields = CheckedJson.object()
                .put("format", FORMAT)
                .put("member", member.toString())
                .put("startNumber", startNumber)
                .put("startId", startId)
                .put("raftHeld", raftHeld);
        lastApplied.ifPresent(
                applied -> fields.put("lastAppliedTerm", applied.term()).put("lastAppliedIndex", applied.index()));
        return CheckedJson.encode(fields.put("marks", marks));
    }

    static RunRecord decode(byte[] bytes) throws DamagedFileException {
        Fields fields = new Fields(CheckedJson.decode(bytes), FORMAT);
        RunRecord record;
        try {
            record = new RunRecord(
                    MemberId.parse(fields.text("member")),
                    fields.number("startNumber"),
                    fields.text("startId"),
                    fields.truth("raftHeld"),
                    fields.position("lastAppliedTerm", "lastAppliedIndex"),
                    Math.toIntExact(fields.number("marks")));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DamagedFileException(e.getMessage(), e);
        }
        if (!Arrays.equals(record.encode(), bytes)) {
            throw new DamagedFileException("it has fields that this raftkms does not write");
        }
        return record;
    }
}
