package io.raftkms.signer.config;

import java.util.List;
import java.util.Optional;

/** {@code [log]}. */
final class LogTable {
    static final Key<LogSettings.Format> FORMAT = Key.optional(
            "format",
            Values.oneOf(LogSettings.Format.class),
            LogSettings.DEFAULT.format(),
            "One line an event, for people or for programs.");

    static final Key<LogSettings.Level> LEVEL = Key.optional(
            "level",
            Values.oneOf(LogSettings.Level.class),
            LogSettings.DEFAULT.level(),
            "The least severe events that are logged. Every signature is an `info` line.");

    static final Table TABLE = new Table("[log]", "Log lines go to standard error.", List.of(FORMAT, LEVEL));

    private LogTable() {}

    static Optional<LogSettings> read(Section section) {
        Optional<LogSettings.Format> format = section.read(FORMAT);
        Optional<LogSettings.Level> level = section.read(LEVEL);
        return section.ifSound(() -> new LogSettings(format.orElseThrow(), level.orElseThrow()));
    }
}
