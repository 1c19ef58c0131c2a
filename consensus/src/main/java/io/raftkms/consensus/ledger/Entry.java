package io.raftkms.consensus.ledger;

import io.raftkms.consensus.rule.KnownVersions;
import java.util.Objects;

/**
 * A command as the log holds it.
 *
 * @param version by which rule it is decided: the one that was in force when it was submitted
 */
public record Entry(int version, Command command) {
    public Entry {
        requireKnown(version);
        Objects.requireNonNull(command, "command");
    }

    static void requireKnown(int version) {
        if (!KnownVersions.includes(version)) {
            throw new IllegalArgumentException(
                    "entries of version 1 to " + KnownVersions.newest() + " are known, not " + version);
        }
    }
}
