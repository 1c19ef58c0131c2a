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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The second lock: per key the highest mark that this member has applied, kept outside Raft, so that wiped, swapped or
 * restored Raft data cannot make it sign twice. Not against power loss; Raft covers that.
 *
 * <table>
 * <caption>What an applied mark does; the first row that matches decides</caption>
 * <tr><td>its entry cannot be of the log that the record's entry is of: at the same index another term or mark; below
 *     with a higher term; above with a lower one</td><td>{@link Fault#WATERMARK_REGRESSION} ends the process</td></tr>
 * <tr><td>its entry is at or below the record's entry</td><td>nothing: a replay</td></tr>
 * <tr><td>ENROL of a key that has a record</td><td>{@link Fault#WATERMARK_REGRESSION}: the ledger lost the key</td></tr>
 * <tr><td>RESERVE at or below the record's h/r/s</td><td>{@link Fault#WATERMARK_REGRESSION} ends the process</td></tr>
 * <tr><td>ENROL of a new key, RESERVE above, SET anywhere</td><td>written</td></tr>
 * </table>
 *
 * <table>
 * <caption>What a mark restored from a snapshot does</caption>
 * <tr><td>its last entry cannot be of the log that the record's entry is of, as above</td><td>{@link
 *     Fault#WATERMARK_REGRESSION} ends the process</td></tr>
 * <tr><td>the snapshot ends at or below the record's entry</td><td>nothing: the log brings the rest</td></tr>
 * <tr><td>above the record's h/r/s, or the key is new</td><td>written</td></tr>
 * <tr><td>equal or below, and lowered by a command after the record's entry</td><td>written: a lowering that was not
 *     seen, and after one that forgot reservations the same h/r/s may have got other sign bytes</td></tr>
 * <tr><td>equal, with other sign bytes</td><td>{@link Fault#WATERMARK_REGRESSION} ends the process</td></tr>
 * <tr><td>equal</td><td>nothing</td></tr>
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
        } catch (UnknownFormatException e) {
            throw e.refusal("watermark", path);
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
            boolean replay = change.entry().index() <= record.entry().index();
            if (isOfAnotherLog(change.entry(), change.at(), record) || (!replay && !follows(change, record))) {
                throw regression(key, "Log entry " + change.entry() + " sets " + change.at(), record);
            }
            if (replay) {
                return false;
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
            boolean older = restored.snapshot().index() <= record.entry().index();
            if (isOfAnotherLog(restored.snapshot(), restored.at(), record) || (!older && !follows(restored, record))) {
                throw regression(key, "The snapshot at " + restored.snapshot() + " has " + restored.at(), record);
            }
            if (older || (restored.at().equals(record.at()) && !loweredSince(restored, record))) {
                return false;
            }
        }
        put(name, record, restored.at(), restored.signBytes(), restored.snapshot());
        return true;
    }

    private static boolean isOfAnotherLog(LogPosition entry, HeightRoundStep at, WatermarkSlot record) {
        int order = Long.compare(entry.index(), record.entry().index());
        int terms = Long.compare(entry.term(), record.entry().term());
        return order == 0 ? terms != 0 || !at.equals(record.at()) : order * terms < 0;
    }

    private static boolean follows(MarkChange change, WatermarkSlot record) {
        return switch (change.kind()) {
            case RESERVE -> change.at().compareTo(record.at()) > 0;
            case ENROL -> false;
            case SET -> true;
        };
    }

    private static boolean follows(RestoredMark restored, WatermarkSlot record) {
        if (loweredSince(restored, record)) {
            return true;
        }
        int order = restored.at().compareTo(record.at());
        if (order == 0) {
            ByteString digest = WatermarkSlot.digestOf(restored.signBytes());
            ByteString floor = WatermarkSlot.digestOf(Optional.empty());
            return digest.equals(record.digest())
                    || digest.equals(floor)
                    || record.digest().equals(floor);
        }
        return order > 0;
    }

    private static boolean loweredSince(RestoredMark restored, WatermarkSlot record) {
        return restored.loweredIndex() > record.entry().index();
    }

    /**
     * Requires that a snapshot holds every key which was recorded up to its end: no command takes a key away. Ends the
     * process otherwise.
     */
    public synchronized void requireHeld(Collection<KeyId> keys, LogPosition snapshot) {
        Set<ByteString> held = new HashSet<>();
        keys.forEach(key -> held.add(WatermarkSlot.nameOf(key)));
        for (WatermarkSlot record : file.newest().values()) {
            if (record.entry().index() <= snapshot.index() && !held.contains(record.key())) {
                throw regression("The snapshot at " + snapshot + " lacks a key", record);
            }
        }
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

    /** How many keys are recorded. */
    public synchronized int keys() {
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
        return regression(found + " for a key of chain " + key.chainId(), record);
    }

    private IllegalStateException regression(String found, WatermarkSlot record) {
        String sentence = found + ", which does not follow the " + record.at() + " of log entry " + record.entry()
                + " in the watermark " + file.path()
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
