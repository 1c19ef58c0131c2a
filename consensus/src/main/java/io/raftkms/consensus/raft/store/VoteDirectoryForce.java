package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
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
 *
 * <p>A vote that was forced is not forced again. An election asks five times for it, one after the other, and a busy disk
 * takes a tenth of a second each time: decision 0060.
 */
public final class VoteDirectoryForce {
    private static final VoteFile NONE = new VoteFile(0, "");

    /** {@link DurableFiles#forceDirectory}; tests count. */
    @FunctionalInterface
    interface DirectoryForce {
        void force(Path directory) throws IOException;
    }

    private final RaftFiles files;
    private final FailStop failStop;
    private final DirectoryForce directories;
    private boolean parentsForced;
    /** On the disk is this or what came after it; null before the first force. */
    private volatile VoteFile forced;

    /**
     * @param current {@code raft/GROUP-UUID/current}; Ratis makes it, so it need not exist yet
     */
    public VoteDirectoryForce(Path current, FailStop failStop) {
        this(current, failStop, DurableFiles::forceDirectory);
    }

    VoteDirectoryForce(Path current, FailStop failStop, DirectoryForce directories) {
        this.files = new RaftFiles(current.toAbsolutePath());
        this.failStop = failStop;
        this.directories = directories;
    }

    /**
     * Returns when the vote that Ratis has written is on the disk, with the directories above it, which Ratis makes
     * without forcing them. Otherwise ends the process; where {@link FailStop} returns (in tests) throws
     * {@link IllegalStateException}.
     */
    public void force() {
        forcedTerm();
    }

    /**
     * The same, and requires that the vote file has this term: Ratis tries to write a new term only once, and goes on
     * with the term in memory if that failed.
     */
    public void forceTerm(long term) {
        long written = forcedTerm();
        if (written < term) {
            throw DiskFault.halt(
                    failStop,
                    files.voteFile(),
                    new IOException("it has term " + written + " while Raft is in term " + term));
        }
    }

    /** The term in the vote file, on the disk; 0 before the first vote. Ends the process where it cannot be forced. */
    public long forcedTerm() {
        try {
            // Read first: what is put in place after that is not known to be forced. Terms and votes never go back, so
            // the same content stands for the same vote.
            VoteFile written = written();
            if (written == NONE || !written.equals(forced)) {
                directories.force(files.current());
                forceParents();
                forced = written;
            }
            return written.term();
        } catch (IOException | DamagedFileException e) {
            throw DiskFault.halt(failStop, files.voteFile(), e);
        }
    }

    private VoteFile written() throws IOException, DamagedFileException {
        try {
            return VoteFile.read(files.voteFile());
        } catch (NoSuchFileException e) {
            return NONE;
        }
    }

    private synchronized void forceParents() throws IOException {
        if (!parentsForced) {
            directories.force(files.groupDirectory());
            directories.force(files.groupDirectory().getParent());
            parentsForced = true;
        }
    }
}
