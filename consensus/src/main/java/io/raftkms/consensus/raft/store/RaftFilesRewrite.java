package io.raftkms.consensus.raft.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

    /** The vote file that passed the checks is the one to come back to, until the next vote is forced. */
    static void keepVote(RaftFiles files) throws IOException {
        VoteNames names = new VoteNames(files, DurableFiles::link);
        Optional<Path> held = names.hold();
        if (held.isPresent()) {
            names.keep(held.get());
            DurableFiles.forceDirectory(files.current());
        }
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

    /** With the vote that was forced last where Ratis left none, or an older one. */
    private static void rewriteVote(RaftFiles files) throws IOException {
        Path votes = VoteNames.counting(files);
        if (!votes.equals(files.voteFile())) {
            LOG.warn(
                    "{} is empty, as a vote that cannot be written leaves it, or old; the vote that was forced last is put back",
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
