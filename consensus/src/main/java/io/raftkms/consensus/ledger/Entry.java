package io.raftkms.consensus.ledger;

import java.util.Objects;

/**
 * A command as the log holds it.
 *
 * @param version by which rule it is decided: the one that was in force when it was submitted
 */
public record Entry(int version, Command command) {
    /** The newest version of entries and rule that this program knows. */
    public static final int NEWEST_VERSION = 1;

    public Entry {
        requireKnown(version);
        Objects.requireNonNull(command, "command");
    }

    static void requireKnown(int version) {
        if (version < 1 || version > NEWEST_VERSION) {
            throw new IllegalArgumentException(
                    "entries of version 1 to " + NEWEST_VERSION + " are known, not " + version);
        }
    }
}
