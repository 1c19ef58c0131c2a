package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.consensus.ledger.SnapshotCodec;
import io.raftkms.consensus.ledger.SnapshotFormatException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/**
 * Snapshots as files that survive a power cut at any instant: written under another name, forced, renamed, the
 * directory forced. The MD5 companion is Ratis'; what we trust is the checksum inside.
 */
final class SnapshotFiles {
    private SnapshotFiles() {}

    static SingleFileSnapshotInfo write(File target, LedgerState state, TermIndex last) throws IOException {
        Path file = target.toPath();
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        byte[] bytes = SnapshotCodec.encode(state, last.getTerm(), last.getIndex());
        try (FileChannel channel = FileChannel.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.getParent());
        MD5Hash md5 = MD5FileUtil.computeAndSaveMd5ForFile(target);
        force(file.getParent());
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
        force(file);
        force(MD5FileUtil.getDigestFileForFile(file.toFile()).toPath());
        force(file.getParent());
        force(file.getParent().getParent());
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MemberFaultException damaged(Path file, String what, Exception cause) {
        return new MemberFaultException(
                Fault.SNAPSHOT_DAMAGED, "The snapshot " + file + " " + what + ". Replace this member.", cause);
    }
}
