package io.raftkms.consensus.raft;

import java.io.IOException;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;

/**
 * Hands Ratis a group once more that its own log has and that it counts by no longer.
 *
 * <table>
 * <caption>How</caption>
 * <tr><td>not known to be committed<td>as an entry that the leader sends again: Ratis finds it in its log and counts by it
 * <tr><td>committed<td>Ratis looks at no such entry; as the group of a snapshot that is not taken, for it is of an earlier
 *     term: decision 0056
 * </table>
 */
final class GroupRedelivery {
    private final RaftServer.Division division;

    GroupRedelivery(RaftServer.Division division) {
        this.division = division;
    }

    /**
     * @param sent a message of the leader; the group goes as if it came from there
     * @throws IOException if Ratis does not count by the group now
     */
    void deliver(long index, AppendEntriesRequestProto sent) throws IOException {
        LogEntryProto group = division.getRaftLog().get(index);
        if (group == null || !group.hasConfigurationEntry()) {
            throw new IOException("the log has no group at " + index);
        }
        if (!isCommitted(index)) {
            asEntry(group, sent);
        }
        if (!isInEffect(index) && isCommitted(index)) {
            asGroupOfSnapshot(group, sent);
        }
        if (!isInEffect(index)) {
            throw new IOException("Ratis took it neither as an entry nor as a group");
        }
    }

    private boolean isCommitted(long index) {
        return division.getRaftLog().getLastCommittedIndex() >= index;
    }

    private boolean isInEffect(long index) {
        return division.getRaftConf().getLogEntryIndex() >= index;
    }

    /** The first entry of all has none before it. */
    private void asEntry(LogEntryProto group, AppendEntriesRequestProto sent) throws IOException {
        AppendEntriesRequestProto.Builder again = sent.toBuilder()
                .clearEntries()
                .clearCommitInfos()
                .clearPreviousLog()
                .addEntries(group)
                .setLeaderCommit(division.getRaftLog().getLastCommittedIndex());
        if (group.getIndex() > 0) {
            TermIndex before = division.getRaftLog().getTermIndex(group.getIndex() - 1);
            if (before == null) {
                return;
            }
            again.setPreviousLog(before.toProto());
        }
        division.getRaftServer().appendEntriesAsync(again.build());
    }

    /** Term 0 is no leader's: Ratis refuses the snapshot, and takes the group that comes with it all the same. */
    private void asGroupOfSnapshot(LogEntryProto group, AppendEntriesRequestProto sent) throws IOException {
        division.getRaftServer()
                .installSnapshot(InstallSnapshotRequestProto.newBuilder()
                        .setServerRequest(sent.getServerRequest())
                        .setLeaderTerm(0)
                        .setSnapshotChunk(InstallSnapshotRequestProto.SnapshotChunkProto.getDefaultInstance())
                        .setLastRaftConfigurationLogEntryProto(group)
                        .build());
    }
}
