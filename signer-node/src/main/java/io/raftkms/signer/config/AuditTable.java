package io.raftkms.signer.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code [audit]}. */
final class AuditTable {
    static final boolean DEFAULT_ENABLED = true;
    static final String DEFAULT_ANCHOR = "data/audit.anchor";
    static final int DEFAULT_FILE_MIB = 64;
    static final int DEFAULT_FILES = 32;
    private static final int MAX_FILE_MIB = 1024;
    private static final int MAX_FILES = 10_000;
    private static final int MAX_DAYS = 3650;

    static final Key<Boolean> ENABLED = Key.optional(
            "enabled",
            Values.bool(),
            DEFAULT_ENABLED,
            "Whether decisions, releases and refusals are kept in `data/audit/`. Signing never waits for it.");
    static final Key<Path> ANCHOR = Key.unset(
            "anchor",
            Values.path(),
            "`" + DEFAULT_ANCHOR + "`",
            "File with the head of the chain, replaced each second; its directory must exist. On another disk or share it"
                    + " shows a chain that was cut at its end.");
    static final Key<Integer> MAX_FILE_MIB_KEY = Key.optional(
            "max_file_mib", Values.integer(1, MAX_FILE_MIB), DEFAULT_FILE_MIB, "A file that reaches it is full.");
    static final Key<Integer> MAX_FILES_KEY = Key.optional(
            "max_files",
            Values.integer(2, MAX_FILES),
            DEFAULT_FILES,
            "More files than these and the oldest is removed.");
    static final Key<Integer> MAX_AGE_DAYS = Key.optional(
            "max_age_days",
            Values.integer(0, MAX_DAYS),
            0,
            "A file not written to for so many days is removed; 0 keeps them whatever their age.");

    static final Table TABLE = new Table(
            "[audit]",
            "What was decided, released and refused, as a chain of hashes; docs/audit.md says how to read and check it.",
            List.of(ENABLED, ANCHOR, MAX_FILE_MIB_KEY, MAX_FILES_KEY, MAX_AGE_DAYS));

    private AuditTable() {}

    static Optional<AuditSettings> read(Section section) {
        Path home = section.reading().home();
        Optional<Boolean> enabled = section.read(ENABLED);
        Optional<Path> anchor = section.read(ANCHOR);
        Optional<Integer> fileMib = section.read(MAX_FILE_MIB_KEY);
        Optional<Integer> files = section.read(MAX_FILES_KEY);
        Optional<Integer> days = section.read(MAX_AGE_DAYS);
        return section.ifSound(() -> AuditSettings.of(
                home,
                enabled.orElseThrow(),
                anchor.orElseGet(() -> home.resolve(DEFAULT_ANCHOR)),
                fileMib.orElseThrow(),
                files.orElseThrow(),
                days.orElseThrow()));
    }
}
