package io.raftkms.signer.config;

import java.util.List;

/** What became of a configuration file. */
public sealed interface ConfigurationReading {
    /** Can be used. */
    record Valid(Configuration configuration, List<Notice> notices) implements ConfigurationReading {}

    /** Cannot be used: all problems, in the order of the file; at least one. */
    record Invalid(List<Problem> problems) implements ConfigurationReading {}
}
