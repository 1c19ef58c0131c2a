package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.store.DiskFault;
import io.raftkms.consensus.raft.store.GroupFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;

/** What follows on the disk, and for elections here, when Ratis has applied a group or taken one over with a snapshot. */
final class GroupRecord {
    private final GroupFile file;
    private final KnownGroups groups;
    private final FailStop failStop;

    GroupRecord(GroupFile file, KnownGroups groups, FailStop failStop) {
        this.file = file;
        this.groups = groups;
        this.failStop = failStop;
    }

    /**
     * Ratis says that it has written the group down; ends the process unless the disk has it when this returns. Called by
     * the applying thread and by the one that installs snapshots.
     */
    synchronized void written(long term, long index, RaftConfigurationProto group) {
        groups.told(index);
        try {
            file.require(LogEntryProto.newBuilder()
                    .setTerm(term)
                    .setIndex(index)
                    .setConfigurationEntry(group)
                    .build());
        } catch (IOException e) {
            String detail = "The group of entry " + index + " could not be kept in " + file.path() + ": "
                    + DiskFault.rootReason(e);
            failStop.halt(DiskFault.kind(e), detail, e);
            throw new UncheckedIOException(detail, e);
        }
    }
}
