package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.MemberId;
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
 * <p>A vote counts only if the file of the second name says it when it leaves, and that name never goes back to an older vote.
 * Ratis writes a candidate's vote for itself without the lock
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
    private final String self;
    private boolean begun;
    private boolean parentsForced;
    /** The file of the second name, which is on the disk; null before the first force, and while the next one goes on. */
    private volatile Written forced;

    /**
     * @param current {@code raft/GROUP-UUID/current}; Ratis makes it, so it need not exist yet
     * @param self as whom this member votes
     * @param otherElectionWrites whether an election of this member, other than the one of the calling thread, may be
     *     writing its vote
     */
    public VoteDirectoryForce(Path current, MemberId self, FailStop failStop, BooleanSupplier otherElectionWrites) {
        this(current, self, failStop, otherElectionWrites, DurableFiles::forceDirectory, DurableFiles::link);
    }

    VoteDirectoryForce(
            Path current,
            MemberId self,
            FailStop failStop,
            BooleanSupplier otherElectionWrites,
            DirectoryForce directories,
            VoteNames.Links links) {
        this.files = new RaftFiles(current.toAbsolutePath());
        this.self = self.toString();
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
     * with the term in memory if that failed. Where an older election of this member has written its own vote over the newer
     * term, the term is written again, under the second name: no vote of that term has left, as the file did not say one.
     */
    public void forceTerm(long term) {
        VoteFile counted = forcedVote();
        if (counted.term() >= term) {
            return;
        }
        if (!counted.votedFor().equals(self)) {
            throw DiskFault.halt(
                    failStop,
                    files.voteFile(),
                    new IOException("it has term " + counted.term() + " while Raft is in term " + term));
        }
        try {
            promise(new VoteFile(term, ""));
        } catch (IOException | DamagedFileException e) {
            throw DiskFault.halt(failStop, files.forcedVoteFile(), e);
        }
    }

    /**
     * Whether this vote may leave: it is what this member promised last, on the disk, and no election that began earlier can put an
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

    /** What this member promised last; a vote that Ratis has written since is forced, and promised, by this. */
    private VoteFile forcedVote() {
        try {
            Optional<VoteFile> covering = covering(written(files.voteFile()));
            return covering.isPresent() ? covering.get() : forceWritten();
        } catch (IOException | DamagedFileException e) {
            throw DiskFault.halt(failStop, files.voteFile(), e);
        }
    }

    /** What was promised last, if it is what the file says or more: Ratis may put an older vote over a newer one. */
    private Optional<VoteFile> covering(Written written) {
        Written last = forced;
        boolean covers = last != null
                && written != NOTHING
                && (written.equals(last) || last.vote().exceeds(written.vote()));
        return covers ? Optional.of(last.vote()) : Optional.empty();
    }

    /** One at a time, as the second name is replaced; who waited for the same vote has it then. */
    private synchronized VoteFile forceWritten() throws IOException, DamagedFileException {
        if (!begun) {
            begun = true;
            // Start checks have forced it.
            forced = names.promised().isPresent() ? written(files.forcedVoteFile()) : null;
        }
        Optional<VoteFile> covering = covering(written(files.voteFile()));
        if (covering.isPresent()) {
            return covering.get();
        }
        // From here on it is the file of the second name, whatever becomes of the first meanwhile.
        Optional<Path> held = names.hold();
        Written written = held.isPresent() ? written(held.get()) : NOTHING;
        covering = covering(written);
        if (covering.isPresent()) {
            return covering.get();
        }
        forced = null;
        if (held.isPresent()) {
            names.keep(held.get());
        }
        directories.force(files.current());
        forceParents();
        forced = written;
        return written.vote();
    }

    /** Puts a file of its own under the second name, unless there is more. */
    private synchronized void promise(VoteFile vote) throws IOException, DamagedFileException {
        if (forcedVote().term() < vote.term()) {
            forced = null;
            DurableFiles.replace(files.forcedVoteFile(), vote.encode());
            forced = written(files.forcedVoteFile());
        }
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
