package io.raftkms.signer.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import picocli.CommandLine;

/** One run of the command line in this process. */
record CommandRun(int exitCode, String out, String err) {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    static CommandRun in(Path directory, String... arguments) {
        return at(NOW, directory, arguments);
    }

    /** At another time. */
    static CommandRun at(Instant now, Path directory, String... arguments) {
        Environment environment =
                new Environment(Clock.fixed(now, ZoneOffset.UTC), new SecureRandom(), Map.of(), directory);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Program.commandLine(environment);
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
