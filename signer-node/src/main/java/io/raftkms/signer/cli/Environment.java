package io.raftkms.signer.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/**
 * What commands take from outside.
 *
 * @param variables environment variables
 * @param directory the current directory, absolute
 */
public record Environment(Clock clock, SecureRandom random, Map<String, String> variables, Path directory) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    /** That of this process. */
    public static Environment ofProcess() {
        return new Environment(
                Clock.systemUTC(),
                new SecureRandom(),
                System.getenv(),
                Path.of("").toAbsolutePath());
    }
}
