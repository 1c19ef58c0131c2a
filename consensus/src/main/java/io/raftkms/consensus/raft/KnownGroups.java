package io.raftkms.consensus.raft;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which groups this member has seen, for Ratis forgets some. A group counts from the moment it is in the log; Ratis drops
 * groups from its memory when a snapshot or entries are sent to it, whether or not it takes them: decision 0056.
 *
 * <table>
 * <caption>A message of the leader that installs a snapshot and names a group</caption>
 * <tr><td>of a term below the own<td>not delivered: Ratis answers no, and takes the group all the same
 * <tr><td>its group is the one in effect, or a later one<td>delivered
 * <tr><td>its group is earlier; the message is the whole snapshot, the log ends at or before the snapshot's end, and has
 *     the group in effect as an entry of an earlier term than the leader's<td>delivered: the leader never had that entry,
 *     so it is not committed, and it goes with the log
 * <tr><td>its group is earlier, otherwise<td>not delivered
 * </table>
 *
 * <table>
 * <caption>May the group in effect be counted by in an election</caption>
 * <tr><td>Raft does not run, yet or any more<td>no
 * <tr><td>the log has a later group, that came as an entry<td>no
 * <tr><td>a later group was applied, installed, or in the file of the group at the start, and the log does not show another entry in its
 *     place<td>no
 * <tr><td>else<td>yes
 * </table>
 */
final class KnownGroups {
    private static final Logger LOG = LoggerFactory.getLogger(KnownGroups.class);
    /** Entries that name a group come with each election and each change of the group; only the last ones can matter. */
    private static final int KEPT = 64;

    private final NavigableMap<Long, Long> termsByIndex = new TreeMap<>();
    private volatile GroupLog log;
    private long highest = -1;

    /** Raft runs. */
    synchronized void running(GroupLog now) {
        log = now;
        long index = now.inEffect();
        now.groupTerm(index).ifPresentOrElse(term -> note(index, term), () -> told(index));
    }

    /** A group was applied, or installed beside a snapshot. */
    synchronized void told(long index) {
        highest = Math.max(highest, index);
    }

    /** Entries that a leader sends: they may get into the log, or not. */
    synchronized void sent(List<LogEntryProto> entries) {
        for (LogEntryProto entry : entries) {
            if (entry.hasConfigurationEntry()) {
                note(entry.getIndex(), entry.getTerm());
            }
        }
    }

    /**
     * To be called regularly: what a leader writes into its own log is not sent to it. By the time of the second look
     * the log may have been cut and have something else there, which must not pass for a group that was dropped.
     */
    synchronized void observe() {
        if (runs()) {
            long index = log.inEffect();
            if (!log.term(index).equals(noted(index))) {
                log.groupTerm(index).ifPresent(term -> note(index, term));
            }
        }
    }

    private OptionalLong noted(long index) {
        Long term = termsByIndex.get(index);
        return term == null ? OptionalLong.empty() : OptionalLong.of(term);
    }

    private boolean runs() {
        return log != null && log.isOpen();
    }

    private void note(long index, long term) {
        termsByIndex.put(index, term);
        if (termsByIndex.size() > KEPT) {
            termsByIndex.pollFirstEntry();
        }
    }

    /** Groups that the log has behind the one in effect, ascending: Ratis dropped them. */
    synchronized List<Long> dropped() {
        if (!runs()) {
            return List.of();
        }
        return termsByIndex.tailMap(log.inEffect(), false).entrySet().stream()
                .filter(later -> log.term(later.getKey()).equals(OptionalLong.of(later.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Puts groups in effect again that Ratis dropped when it took these entries: it drops all from the first entry of a
     * message on, also when that is only sent again and the log has the later ones, too; and all from an entry on that
     * it cuts off, also the one that has just come in its place. To be called in the turn in which the message was
     * delivered; not under a monitor that Ratis may wait for.
     */
    void countAgain(AppendEntriesRequestProto delivered) {
        GroupLog now = log;
        if (delivered.getEntriesCount() == 0 || now == null || delivered.getLeaderTerm() != now.currentTerm()) {
            return;
        }
        for (long index : dropped()) {
            try {
                now.countAgainBy(index, delivered);
                LOG.info("the group of entry {} counts again: it is in the log, and was dropped", index);
            } catch (IOException e) {
                LOG.warn("the group of entry {} is not in effect again: {}", index, e.getMessage());
            }
        }
    }

    /** Whether the group that Ratis counts by is the newest that is known here. */
    synchronized boolean newestInEffect() {
        if (!runs()) {
            return false;
        }
        if (!dropped().isEmpty()) {
            return false;
        }
        long inEffect = log.inEffect();
        return inEffect >= highest || log.isOther(highest);
    }

    /** Whether a leader's message may be delivered that installs a snapshot, or a part of one. */
    synchronized boolean mayInstall(InstallSnapshotRequestProto request) {
        if (!runs() || request.getLeaderTerm() < log.currentTerm()) {
            return false;
        }
        if (!request.hasLastRaftConfigurationLogEntryProto()) {
            return true;
        }
        long inEffect = log.inEffect();
        return request.getLastRaftConfigurationLogEntryProto().getIndex() >= inEffect || replaces(request, inEffect);
    }

    private boolean replaces(InstallSnapshotRequestProto request, long inEffect) {
        InstallSnapshotRequestProto.SnapshotChunkProto chunk = request.getSnapshotChunk();
        boolean whole = request.hasSnapshotChunk() && chunk.getRequestIndex() == 0 && chunk.getDone();
        OptionalLong term = log.term(inEffect);
        return whole
                && chunk.getTermIndex().getIndex() >= log.lastIndex()
                && term.isPresent()
                && term.getAsLong() < request.getLeaderTerm();
    }
}
