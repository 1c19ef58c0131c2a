package io.raftkms.consensus.raft.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The two names of the vote file: the one under which Ratis replaces it, and a second one, a hard link that Ratis does not know,
 * for the file that was forced last. A write of Ratis that fails puts an empty file in the place of the first one: decision 0093.
 */
final class VoteNames {
    /** A second name for a file; tests let others come in between. */
    @FunctionalInterface
    interface Links {
        /**
         * @return a temporary name of the same file
         * @throws NoSuchFileException if there is no such file, or if the one that was found has just been replaced
         */
        Path link(Path file, Path name) throws IOException;
    }

    private final RaftFiles files;
    private final Links links;

    VoteNames(RaftFiles files, Links links) {
        this.files = files;
        this.links = links;
    }

    /**
     * The file that says what this member promised: the one that was forced last where Ratis' own is empty, or behind it. A vote
     * that was not forced promised nothing, but is no less right. Ratis' own one in all other cases, also if it is damaged or
     * missing.
     */
    static Path counting(RaftFiles files) throws IOException {
        Optional<VoteFile> forced = whole(files.forcedVoteFile());
        if (forced.isEmpty() || !Files.exists(files.voteFile())) {
            return files.voteFile();
        }
        boolean counts = Files.size(files.voteFile()) == 0
                || whole(files.voteFile()).filter(forced.get()::exceeds).isPresent();
        return counts ? files.forcedVoteFile() : files.voteFile();
    }

    private static Optional<VoteFile> whole(Path file) throws IOException {
        try {
            return Optional.of(VoteFile.read(file));
        } catch (NoSuchFileException | DamagedFileException e) {
            return Optional.empty();
        }
    }

    /** What the file of the second name says; empty without one that is whole. */
    Optional<VoteFile> promised() throws IOException {
        return whole(files.forcedVoteFile());
    }

    /**
     * A temporary second name of the vote file, under which it stays the same whatever takes its first one.
     *
     * @return empty before the first vote
     */
    Optional<Path> hold() throws IOException {
        while (true) {
            try {
                return Optional.of(links.link(files.voteFile(), files.forcedVoteFile()));
            } catch (NoSuchFileException e) {
                // Linux says so of a file, too, that was replaced while it was linked.
                if (!Files.exists(files.voteFile())) {
                    return Optional.empty();
                }
            } catch (FileSystemException e) {
                throw e.getReason() == null || e.getClass() != FileSystemException.class ? e : none(e.getReason(), e);
            } catch (UnsupportedOperationException e) {
                throw none("not supported", e);
            }
        }
    }

    private static IOException none(String reason, Exception cause) {
        return new IOException(reason + ": the vote file gets no second name, a hard link", cause);
    }

    /** Makes it the second name; the directory is not forced. */
    void keep(Path held) throws IOException {
        DurableFiles.putLink(held, files.forcedVoteFile());
    }
}
