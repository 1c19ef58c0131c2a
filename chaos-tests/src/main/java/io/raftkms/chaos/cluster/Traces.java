package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks at members without touching them. What cannot be had leaves a line that says why: a failure is being looked into. */
final class Traces {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LAST_ENTRIES = "200";

    private Traces() {}

    /** A thread dump of a JVM of ours. */
    static void threads(long pid, Path file) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            Files.writeString(file, "this Java has no jcmd\n");
            return;
        }
        Process dump = new ProcessBuilder(List.of(jcmd.toString(), String.valueOf(pid), "Thread.print", "-l"))
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        if (!dump.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            dump.destroyForcibly();
        }
    }

    /** What the commands for it find in a data directory. */
    static void inspect(Member member, Path directory) throws IOException, InterruptedException {
        String data = member.data().toString();
        run(member.program(), directory.resolve(member.name() + ".state.txt"), "state", "inspect", data);
        run(
                member.program(),
                directory.resolve(member.name() + ".entries.txt"),
                "log",
                "inspect",
                data,
                "--limit",
                LAST_ENTRIES);
    }

    private static void run(Program program, Path file, String... words) throws IOException, InterruptedException {
        try {
            Program.Outcome outcome = program.run(LIMIT, words);
            Files.writeString(file, outcome.output() + outcome.errors() + "exit code " + outcome.exitCode() + "\n");
        } catch (IllegalStateException tooSlow) {
            Files.writeString(file, tooSlow.getMessage() + "\n");
        }
    }
}
