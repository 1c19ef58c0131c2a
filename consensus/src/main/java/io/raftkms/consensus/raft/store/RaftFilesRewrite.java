package io.raftkms.consensus.raft.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes sure that the disk holds what the page cache shows of the files that Raft was writing: Ratis takes every entry
 * it reads as forced, which after a crash or a failed force need not be so. Closed segments were forced when they were
 * closed.
 */
final class RaftFilesRewrite {
    private RaftFilesRewrite() {}

    static void rewrite(RaftFiles files) throws IOException {
        DurableFiles.deleteTemporaries(files.current());
        DurableFiles.deleteTemporaries(files.snapshotDirectory());
        for (RaftFiles.Segment segment : files.segments()) {
            if (segment.open()) {
                DurableFiles.rewrite(segment.file());
            }
        }
        rewriteIfThere(files.voteFile());
        rewriteIfThere(files.configurationFile());
        var snapshot = files.newestSnapshot();
        if (snapshot.isPresent()) {
            DurableFiles.rewrite(snapshot.get().file());
            rewriteIfThere(snapshot.get().md5());
        }
        forceNames(files);
    }

    /** Renames of closed segments, and the directories themselves, which Ratis makes without forcing them. */
    private static void forceNames(RaftFiles files) throws IOException {
        for (Path directory : new Path[] {
            files.snapshotDirectory(),
            files.current(),
            files.groupDirectory(),
            files.groupDirectory().getParent()
        }) {
            if (Files.isDirectory(directory)) {
                DurableFiles.forceDirectory(directory);
            }
        }
    }

    private static void rewriteIfThere(Path file) throws IOException {
        if (Files.exists(file)) {
            DurableFiles.rewrite(file);
        }
    }
}
