package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.ratis.util.MD5FileUtil;

/** Checks the newest snapshot against its checksum file, its own content and its name. */
final class SnapshotScan {
    private SnapshotScan() {}

    static void check(RaftFiles.Snapshot snapshot, SnapshotCheck ledger) throws MemberFaultException {
        LogPosition last;
        try {
            if (Files.exists(snapshot.md5())) {
                File file = snapshot.file().toFile();
                MD5FileUtil.verifySavedMD5(file, MD5FileUtil.computeMd5ForFile(file));
            }
            last = ledger.lastEntry(Files.readAllBytes(snapshot.file()));
        } catch (UnknownSnapshotException e) {
            throw new UnknownFormatException(e.getMessage(), e).refusal("snapshot", snapshot.file());
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(snapshot, e.getMessage(), e);
        }
        if (!last.equals(snapshot.last())) {
            throw damaged(snapshot, "it ends at " + last + ", its name says " + snapshot.last(), null);
        }
    }

    private static MemberFaultException damaged(RaftFiles.Snapshot snapshot, String reason, Exception cause) {
        return new MemberFaultException(
                Fault.RAFT_SNAPSHOT_DAMAGED,
                "The snapshot " + snapshot.file() + " is damaged: " + reason + ". " + WayOut.REPLACE,
                cause);
    }
}
