package io.raftkms.consensus.raft.store;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second lock: per key the highest mark that this member has applied, kept outside Raft, so that wiped, swapped or
 * restored Raft data cannot make it sign twice. Not against power loss; Raft covers that.
 *
 * <table>
 * <caption>What an applied mark does; the first row that matches decides</caption>
 * <tr><td>its entry is at or below the record's entry</td><td>nothing: a replay</td></tr>
 * <tr><td>RESERVE at or below the record's h/r/s</td><td>{@link Fault#WATERMARK_REGRESSION} ends the process</td></tr>
 * <tr><td>RESERVE above, or SET anywhere</td><td>written</td></tr>
 * </table>
 *
 * <table>
 * <caption>What a mark restored from a snapshot does</caption>
 * <tr><td>the snapshot ends at or below the record's entry</td><td>nothing: the log brings the rest</td></tr>
 * <tr><td>above the record's h/r/s, or the key is new</td><td>written</td></tr>
 * <tr><td>equal</td><td>nothing</td></tr>
 * <tr><td>below, and set by a command after the record's entry</td><td>written: a lowering that was not seen</td></tr>
 * <tr><td>below, otherwise</td><td>{@link Fault#WATERMARK_REGRESSION} ends the process</td></tr>
 * </table>
 *
 * <p>{@link #advance} and {@link #restore} are called by the one thread that applies, in log order, before the answer
 * leaves; they write without forcing. Every failure ends the process through {@link FailStop}; where that returns (in
 * tests) they throw {@link IllegalStateException}.
 */
public final class Watermark implements AutoCloseable {
    private final WatermarkFile file;
    private final FailStop failStop;

    private Watermark(WatermarkFile file, FailStop failStop) {
        this.file = file;
        this.failStop = failStop;
    }

    /**
     * Reads the file, or makes it where the run record knows of none, and writes it anew, forced.
     *
     * @throws MemberFaultException {@link Fault#WATERMARK_MISSING}, {@link Fault#WATERMARK_DAMAGED}
     */
    static Watermark open(DataDirectory directory, Identity owner, RunRecord run, FailStop failStop)
            throws MemberFaultException {
        Path path = directory.watermark();
        Map<ByteString, WatermarkSlot> found = read(path, owner, run);
        try {
            return new Watermark(new WatermarkFile(path, owner, found), failStop);
        } catch (IOException e) {
            throw DiskFault.writing(path, e);
        }
    }

    private static Map<ByteString, WatermarkSlot> read(Path path, Identity owner, RunRecord run)
            throws MemberFaultException {
        Map<ByteString, WatermarkSlot> found;
        try {
            found = WatermarkLayout.decode(owner, Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            if (run.lastApplied().isEmpty() && run.marks() == 0) {
                return Map.of();
            }
            throw missing("is gone", path, run);
        } catch (DamagedFileException e) {
            throw new MemberFaultException(
                    Fault.WATERMARK_DAMAGED,
                    "The watermark " + path + " is damaged: " + e.getMessage() + ". " + WayOut.REPLACE,
                    e);
        } catch (IOException e) {
            throw DiskFault.reading(path, e);
        }
        if (found.size() < run.marks()) {
            throw missing("holds " + found.size() + " keys", path, run);
        }
        return found;
    }

    private static MemberFaultException missing(String found, Path path, RunRecord run) {
        return new MemberFaultException(
                Fault.WATERMARK_MISSING,
                "The watermark " + path + " " + found + ", while run.json says that this member has applied up to "
                        + run.lastApplied().map(LogPosition::toString).orElse("nothing") + " and recorded "
                        + run.marks() + " keys. " + WayOut.REPLACE);
    }

    /** Records a mark that an applied entry set; true if written, false if it was a replay. */
    public synchronized boolean advance(KeyId key, MarkChange change) {
        ByteString name = WatermarkSlot.nameOf(key);
        WatermarkSlot record = file.newest().get(name);
        if (record != null) {
            if (change.entry().index() <= record.entry().index()) {
                return false;
            }
            if (change.kind() == MarkChange.Kind.RESERVE && change.at().compareTo(record.at()) <= 0) {
                throw regression(key, "Log entry " + change.entry() + " reserves " + change.at(), record);
            }
        }
        put(name, record, change.at(), change.signBytes(), change.entry());
        return true;
    }

    /** Records a mark that a snapshot brought, at start or installed by the leader; true if written. */
    public synchronized boolean restore(KeyId key, RestoredMark restored) {
        ByteString name = WatermarkSlot.nameOf(key);
        WatermarkSlot record = file.newest().get(name);
        if (record != null) {
            int order = restored.at().compareTo(record.at());
            if (restored.snapshot().index() <= record.entry().index() || order == 0) {
                return false;
            }
            if (order < 0 && restored.lastSetIndex() <= record.entry().index()) {
                throw regression(key, "The snapshot at " + restored.snapshot() + " has " + restored.at(), record);
            }
        }
        put(name, record, restored.at(), restored.signBytes(), restored.snapshot());
        return true;
    }

    /**
     * Holds the ledger against every record whose entry is applied. To be called by the applying thread after restore
     * and replay, until it returns true: from then on nothing old can be at hand.
     *
     * @param marks the ledger's mark of every enrolled key
     * @param appliedIndex index of the last entry in that ledger
     * @return false while records are of entries that are not applied yet
     * @throws MemberFaultException {@link Fault#WATERMARK_AHEAD}
     */
    public synchronized boolean verifyCovers(Map<KeyId, HeightRoundStep> marks, long appliedIndex)
            throws MemberFaultException {
        Map<ByteString, HeightRoundStep> ledger = new HashMap<>();
        marks.forEach((key, at) -> ledger.put(WatermarkSlot.nameOf(key), at));
        boolean all = true;
        for (WatermarkSlot record : file.newest().values()) {
            HeightRoundStep at = ledger.get(record.key());
            if (record.entry().index() > appliedIndex) {
                all = false;
            } else if (at == null || at.compareTo(record.at()) < 0) {
                throw new MemberFaultException(
                        Fault.WATERMARK_AHEAD,
                        "The watermark " + file.path() + " has " + record.at() + " from log entry " + record.entry()
                                + ", while the ledger, replayed up to " + appliedIndex + ", has "
                                + (at == null ? "no such key" : at) + ": its Raft data is not the one that this member"
                                + " wrote. " + WayOut.REPLACE);
            }
        }
        return all;
    }

    /** The entries that the records come from: Raft's directory must hold every one of them. */
    synchronized List<LogPosition> entries() {
        return file.newest().values().stream().map(WatermarkSlot::entry).toList();
    }

    /** The recorded mark of a key. */
    public synchronized Optional<HeightRoundStep> at(KeyId key) {
        return Optional.ofNullable(file.newest().get(WatermarkSlot.nameOf(key))).map(WatermarkSlot::at);
    }

    synchronized int keys() {
        return file.newest().size();
    }

    /** Forces what was written; called every second, not on the applying thread. */
    void force() throws IOException {
        file.force();
    }

    private void put(
            ByteString name,
            WatermarkSlot record,
            HeightRoundStep at,
            Optional<ByteString> signBytes,
            LogPosition entry) {
        long sequence = record == null ? 0 : record.sequence() + 1;
        try {
            file.put(new WatermarkSlot(name, sequence, at, WatermarkSlot.digestOf(signBytes), entry));
        } catch (IOException e) {
            throw DiskFault.halt(failStop, file.path(), e);
        }
    }

    private IllegalStateException regression(KeyId key, String found, WatermarkSlot record) {
        String sentence = found + " for a key of chain " + key.chainId() + ", which is not above the " + record.at()
                + " of log entry " + record.entry() + " in the watermark " + file.path()
                + ". The cluster's log has gone back behind what this member already promised: stop the other members"
                + " too and find out which of them was restored. " + WayOut.REPLACE;
        failStop.halt(Fault.WATERMARK_REGRESSION, sentence, null);
        return new IllegalStateException(sentence);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
