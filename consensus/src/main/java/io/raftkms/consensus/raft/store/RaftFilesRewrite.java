package io.raftkms.consensus.raft.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that the disk holds what the page cache shows of the files that Raft was writing: Ratis takes every entry
 * it reads as forced, which after a crash or a failed force need not be so. Closed segments were forced when they were
 * closed.
 */
final class RaftFilesRewrite {
    private static final Logger LOG = LoggerFactory.getLogger(RaftFilesRewrite.class);

    private RaftFilesRewrite() {}

    static void rewrite(RaftFiles files) throws IOException {
        DurableFiles.deleteTemporaries(files.current());
        DurableFiles.deleteTemporaries(files.snapshotDirectory());
        for (RaftFiles.Segment segment : files.segments()) {
            if (segment.open()) {
                DurableFiles.rewrite(segment.file());
            }
        }
        rewriteVote(files);
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

    /** With the vote that was forced last where Ratis left an empty file. */
    private static void rewriteVote(RaftFiles files) throws IOException {
        Path votes = files.votes();
        if (!votes.equals(files.voteFile())) {
            LOG.warn(
                    "{} is empty, as a vote that cannot be written leaves it; the vote that was forced last is put back",
                    files.voteFile());
        }
        if (Files.exists(votes)) {
            DurableFiles.copy(votes, files.voteFile());
        }
    }

    private static void rewriteIfThere(Path file) throws IOException {
        if (Files.exists(file)) {
            DurableFiles.rewrite(file);
        }
    }
}
