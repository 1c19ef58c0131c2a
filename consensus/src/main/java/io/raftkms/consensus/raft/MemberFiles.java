package io.raftkms.consensus.raft;

import java.nio.file.Path;

/** Where Ratis keeps its files below a member's {@code data/}. */
final class MemberFiles {
    private MemberFiles() {}

    /** {@code data/raft}: one directory per group, named by its id. */
    static Path raft(Path dataDirectory) {
        return dataDirectory.resolve("raft");
    }
}
