package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Forces the names in the vote file's directory. Ratis forces the vote file's content and renames it into place, but a
 * rename is on the disk only once its directory is: after power loss the older file could be back, and the member would
 * vote a second time in one term.
 *
 * <p>{@link ForcedVoteRpc} calls this before a vote leaves. The state machine calls it from {@code notifyLeaderChanged},
 * which Ratis calls after it has written the new term and before it takes the first entry of it: so the term in the
 * vote file is never older than the log, which start checks; and a cluster of one, which asks nobody for a vote, is
 * covered too.
 */
public final class VoteDirectoryForce {
    private final RaftFiles files;
    private final FailStop failStop;
    private boolean parentsForced;
    private volatile long termForced;

    /**
     * @param current {@code raft/GROUP-UUID/current}; Ratis makes it, so it need not exist yet
     */
    public VoteDirectoryForce(Path current, FailStop failStop) {
        this.files = new RaftFiles(current.toAbsolutePath());
        this.failStop = failStop;
    }

    /**
     * Returns when the directory is forced, the first time with those above it, which Ratis makes without forcing them.
     * Otherwise ends the process; where {@link FailStop} returns (in tests) throws {@link IllegalStateException}.
     */
    public void force() {
        try {
            DurableFiles.forceDirectory(files.current());
            forceParents();
        } catch (IOException e) {
            throw DiskFault.halt(failStop, files.voteFile(), e);
        }
    }

    /**
     * The same, and requires that the vote file has this term: Ratis tries to write a new term only once, and goes on
     * with the term in memory if that failed.
     */
    public void forceTerm(long term) {
        force();
        try {
            long written = VoteFile.read(files.voteFile()).term();
            if (written < term) {
                throw new IOException("it has term " + written + " while Raft is in term " + term);
            }
        } catch (IOException | DamagedFileException e) {
            throw DiskFault.halt(failStop, files.voteFile(), e);
        }
    }

    /** The term in the vote file, on the disk; 0 before the first vote. Ends the process where it cannot be forced. */
    public long forcedTerm() {
        try {
            if (!Files.exists(files.voteFile())) {
                return 0;
            }
            long written = VoteFile.read(files.voteFile()).term();
            if (written != termForced) {
                force();
                termForced = written;
            }
            return written;
        } catch (IOException | DamagedFileException e) {
            throw DiskFault.halt(failStop, files.voteFile(), e);
        }
    }

    private synchronized void forceParents() throws IOException {
        if (!parentsForced) {
            DurableFiles.forceDirectory(files.groupDirectory());
            DurableFiles.forceDirectory(files.groupDirectory().getParent());
            parentsForced = true;
        }
    }
}
