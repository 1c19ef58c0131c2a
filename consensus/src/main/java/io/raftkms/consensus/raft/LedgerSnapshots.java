package io.raftkms.consensus.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;

/** Where Ratis keeps snapshots. Old ones are removed by who writes new ones, not by the thread that applies entries. */
final class LedgerSnapshots extends SimpleStateMachineStorage {
    /** One to start from, and older ones that may be on their way to another member. */
    private static final int KEPT = 3;

    private volatile Path received;

    @Override
    public void init(RaftStorage storage) throws IOException {
        super.init(storage);
        received = storage.getStorageDir().getTmpDir().toPath();
    }

    /** Ratis asks after every entry while a snapshot is being written: there is nothing to do. */
    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) {}

    void removeOld() throws IOException {
        super.cleanupOldSnapshots(new SnapshotRetentionPolicy() {
            @Override
            public int getNumSnapshotsRetained() {
                return KEPT;
            }
        });
    }

    /** Files that were received for an installation and have not been renamed into place yet. */
    List<Path> received() throws IOException {
        if (!Files.isDirectory(received)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(received)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
