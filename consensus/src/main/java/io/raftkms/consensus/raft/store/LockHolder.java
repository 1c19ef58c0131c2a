package io.raftkms.consensus.raft.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which process holds a data directory, without trying its lock: that would for a moment keep a member from starting.
 * Linux shows its locks in {@code /proc/locks}; elsewhere nothing is known.
 */
final class LockHolder {
    private static final Path LOCKS = Path.of("/proc/locks");

    private LockHolder() {}

    /** The holder's process id; empty if the kernel shows none, which in a container says little. */
    static Optional<Long> of(DataDirectory directory) {
        try {
            Object inode = Files.getAttribute(directory.lockFile(), "unix:ino");
            for (String line :
                    Files.readString(LOCKS, StandardCharsets.US_ASCII).split("\n")) {
                // 1: POSIX  ADVISORY  WRITE 4711 08:01:131 0 EOF
                String[] words = line.trim().split("\\s+");
                if (words.length >= 6 && words[5].endsWith(":" + inode)) {
                    return Optional.of(Long.parseLong(words[4]));
                }
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
