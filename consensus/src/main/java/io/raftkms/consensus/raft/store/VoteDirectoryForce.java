package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Forces the names in the vote file's directory. Ratis forces the vote file's content and renames it into place, but a
 * rename is on the disk only once its directory is: after power loss the older file could be back, and the member would
 * vote a second time in one term. The file has a second name then, under which it outlives a write of Ratis that fails
 * ({@link VoteNames}).
 *
 * <p>A vote counts only if the file says it when it leaves. Ratis writes a candidate's vote for itself without the lock
 * under which it writes all others, and one of two that write at a time writes again, also the older one: decision 0060.
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
    private static final VoteFile NO_VOTE = new VoteFile(0, "");
    private static final Written NOTHING = new Written(NO_VOTE, null, FileTime.fromMillis(0));

    /** {@link DurableFiles#forceDirectory}; tests count. */
    @FunctionalInterface
    interface DirectoryForce {
        void force(Path directory) throws IOException;
    }

    /** One file that Ratis put in place, and not only what it says: the same vote may be written twice. */
    private record Written(VoteFile vote, Object key, FileTime at) {}

    private final RaftFiles files;
    private final FailStop failStop;
    private final BooleanSupplier otherElectionWrites;
    private final DirectoryForce directories;
    private final VoteNames names;
    private boolean parentsForced;
    /** Its name is on the disk; null before the first force. */
    private volatile Written forced;

    /**
     * @param current {@code raft/GROUP-UUID/current}; Ratis makes it, so it need not exist yet
     * @param otherElectionWrites whether an election of this member, other than the one of the calling thread, may be
     *     writing its vote
     */
    public VoteDirectoryForce(Path current, FailStop failStop, BooleanSupplier otherElectionWrites) {
        this(current, failStop, otherElectionWrites, DurableFiles::forceDirectory, DurableFiles::link);
    }

    VoteDirectoryForce(
            Path current,
            FailStop failStop,
            BooleanSupplier otherElectionWrites,
            DirectoryForce directories,
            VoteNames.Links links) {
        this.files = new RaftFiles(current.toAbsolutePath());
        this.failStop = failStop;
        this.otherElectionWrites = otherElectionWrites;
        this.directories = directories;
        this.names = new VoteNames(files, links);
    }

    /**
     * Returns when the vote file that Ratis has written is on the disk, with the directories above it, which Ratis makes
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

    /**
     * Whether this vote may leave: the vote file says it, on the disk, and no election that began earlier can put an
     * older vote in its place any more. Those that begin later write later votes.
     */
    boolean forceVote(long term, String votedFor) {
        return !otherElectionWrites.getAsBoolean() && forcedVote().equals(new VoteFile(term, votedFor));
    }

    /**
     * This member is elected: requires that its vote file has its own vote in that term, or ends the process. A vote for
     * another one that came in between would be a second one.
     */
    public void forceOwnVote(long term, String self) {
        VoteFile written = forcedVote();
        if (!written.equals(new VoteFile(term, self))) {
            throw DiskFault.halt(
                    failStop,
                    files.voteFile(),
                    new IOException("it has term " + written.term() + " and a vote for '" + written.votedFor()
                            + "' while this member leads in term " + term));
        }
    }

    /** The term in the vote file, on the disk; 0 before the first vote. Ends the process where it cannot be forced. */
    public long forcedTerm() {
        return forcedVote().term();
    }

    private VoteFile forcedVote() {
        try {
            Written written = written(files.voteFile());
            return written != NOTHING && written.equals(forced) ? written.vote() : forceWritten();
        } catch (IOException | DamagedFileException e) {
            throw DiskFault.halt(failStop, files.voteFile(), e);
        }
    }

    /** One at a time, as the second name is replaced; who waited for the same vote has it then. */
    private synchronized VoteFile forceWritten() throws IOException, DamagedFileException {
        Written first = written(files.voteFile());
        if (first != NOTHING && first.equals(forced)) {
            return first.vote();
        }
        // From here on it is the file of the second name, whatever becomes of the first meanwhile.
        Optional<Path> held = names.hold();
        Written written = held.isPresent() ? written(held.get()) : NOTHING;
        forced = null;
        if (held.isPresent()) {
            names.keep(held.get());
        }
        directories.force(files.current());
        forceParents();
        forced = written;
        return written.vote();
    }

    /** The attributes first: if the file is exchanged in between they fit no file, and the next look forces again. */
    private static Written written(Path file) throws IOException, DamagedFileException {
        try {
            BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
            return new Written(VoteFile.read(file), of.fileKey(), of.lastModifiedTime());
        } catch (NoSuchFileException e) {
            return NOTHING;
        }
    }

    private void forceParents() throws IOException {
        if (!parentsForced) {
            directories.force(files.groupDirectory());
            directories.force(files.groupDirectory().getParent());
            parentsForced = true;
        }
    }
}
