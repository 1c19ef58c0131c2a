package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The member's {@code data/} and what lies where in it.
 *
 * @param root the directory itself
 */
public record DataDirectory(Path root) {
    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** Who this member is: written once, by init. */
    public Path identity() {
        return root.resolve("identity.json");
    }

    /** Which start this is, and how far it had applied. */
    public Path run() {
        return root.resolve("run.json");
    }

    /** What this member knows of the others, and how it came to be a member. */
    public Path peers() {
        return root.resolve("peers.json");
    }

    /** Ratis' storage directory: one directory per Raft group in it. */
    public Path raft() {
        return root.resolve("raft");
    }

    /** Marks, beside Raft. */
    public Path watermark() {
        return root.resolve("watermark");
    }

    /** There while the member is drained. */
    public Path drained() {
        return root.resolve("drained");
    }

    /** Held by the running process. */
    public Path lockFile() {
        return root.resolve("lock");
    }

    /**
     * Makes the directory with mode 0700 if it is missing; its parent must exist.
     *
     * @throws IOException if it cannot be made, or a file is in its place
     */
    public void create() throws IOException {
        if (!Files.isDirectory(root)) {
            DurableFiles.createDirectory(root);
        }
    }

    /**
     * Takes the directory for this process, until the lock is closed or the process ends.
     *
     * @throws MemberFaultException {@link Fault#DATA_DIRECTORY_LOCKED} if another has it, {@link
     *     Fault#DATA_DIRECTORY_UNUSABLE} if it is missing or cannot be locked
     */
    public DataLock lock() throws MemberFaultException {
        return DataLock.take(this);
    }
}
