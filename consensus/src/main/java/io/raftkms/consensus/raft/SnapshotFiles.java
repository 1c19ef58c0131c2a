package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.consensus.ledger.SnapshotCodec;
import io.raftkms.consensus.ledger.SnapshotFormatException;
import io.raftkms.consensus.raft.store.DurableFiles;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.raft.store.UnknownSnapshotException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/**
 * Snapshots as files that survive a power cut at any instant. The MD5 companion is Ratis'; what we trust is the checksum inside.
 */
final class SnapshotFiles {
    private SnapshotFiles() {}

    static SingleFileSnapshotInfo write(File target, LedgerState state, TermIndex last) throws IOException {
        Path file = target.toPath();
        DurableFiles.replace(file, SnapshotCodec.encode(state, last.getTerm(), last.getIndex()));
        MD5Hash md5 = MD5FileUtil.computeAndSaveMd5ForFile(target);
        DurableFiles.forceDirectory(file.getParent());
        return new SingleFileSnapshotInfo(new FileInfo(file, md5), last.getTerm(), last.getIndex());
    }

    static Snapshot read(SingleFileSnapshotInfo info) throws MemberFaultException {
        Path file = info.getFile().getPath();
        try {
            if (Files.size(file) > SnapshotCodec.MAX_SNAPSHOT_BYTES) {
                throw damaged(file, "is longer than any snapshot", null);
            }
            Snapshot snapshot = SnapshotCodec.decode(Files.readAllBytes(file));
            if (snapshot.term() != info.getTerm() || snapshot.index() != info.getIndex()) {
                throw damaged(file, "holds the state of another entry than its name says", null);
            }
            return snapshot;
        } catch (SnapshotFormatException | IOException e) {
            throw damaged(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Ratis renames what it receives without forcing it. */
    static void forceInstalled(SingleFileSnapshotInfo info) throws IOException {
        Path file = info.getFile().getPath();
        DurableFiles.force(file);
        DurableFiles.force(MD5FileUtil.getDigestFileForFile(file.toFile()).toPath());
        DurableFiles.forceDirectory(file.getParent());
        DurableFiles.forceDirectory(file.getParent().getParent());
    }

    /** For the checks before a start. */
    static LogPosition lastEntry(byte[] bytes) throws IOException {
        try {
            Snapshot snapshot = SnapshotCodec.decode(bytes);
            return new LogPosition(snapshot.term(), snapshot.index());
        } catch (SnapshotFormatException e) {
            throw e.reason() == SnapshotFormatException.Reason.UNKNOWN_VERSION
                    ? new UnknownSnapshotException(e.getMessage(), e)
                    : new IOException(e.getMessage(), e);
        }
    }

    private static MemberFaultException damaged(Path file, String what, Exception cause) {
        return new MemberFaultException(
                Fault.RAFT_SNAPSHOT_DAMAGED, "The snapshot " + file + " " + what + ". Replace this member.", cause);
    }
}
