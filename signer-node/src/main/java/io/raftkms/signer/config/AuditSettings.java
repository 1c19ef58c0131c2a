package io.raftkms.signer.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is kept of decisions, and how much of it.
 *
 * @param directory holds the files of the chain
 * @param anchor holds the head of the chain, outside of the directory
 * @param maxFileBytes a file that reaches it is followed by another
 * @param maxFiles more than these and the oldest goes
 * @param maxAge an older file goes; empty for never
 */
public record AuditSettings(
        boolean enabled, Path directory, Path anchor, long maxFileBytes, int maxFiles, Optional<Duration> maxAge) {
    private static final long MIB = 1 << 20;

    /** Without an {@code [audit]} table. */
    static AuditSettings byDefault(Path home) {
        return of(
                home,
                AuditTable.DEFAULT_ENABLED,
                home.resolve(AuditTable.DEFAULT_ANCHOR),
                AuditTable.DEFAULT_FILE_MIB,
                AuditTable.DEFAULT_FILES,
                0);
    }

    static AuditSettings of(Path home, boolean enabled, Path anchor, int fileMib, int files, int days) {
        return new AuditSettings(
                enabled,
                home.resolve("data").resolve("audit"),
                anchor,
                fileMib * MIB,
                files,
                days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days)));
    }
}
