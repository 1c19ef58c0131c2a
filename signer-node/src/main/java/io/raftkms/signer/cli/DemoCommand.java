package io.raftkms.signer.cli;

import io.raftkms.signer.demo.DemoReport;
import io.raftkms.signer.demo.DemoRun;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms demo}. */
@Command(
        name = "demo",
        description = {
            "Three members as processes on this machine sign for a simulated validator node; half way the leader is killed"
                    + " with SIGKILL.",
            "Shows what was signed, how long it took, the gap, and that nothing was signed twice. Uses throw-away keys and"
                    + " free ports."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything was signed, once, over the failover",
            "2:wrong options or arguments",
            "22:a vote was lost, or something was signed twice",
            "32:no member led in time"
        })
final class DemoCommand implements Callable<Integer> {
    private static final long MIN_HEIGHTS = 10;
    private static final long MAX_HEIGHTS = 1_000_000;

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--heights", paramLabel = "N", description = "Heights of three signatures each; 60 unless given.")
    private long heights = 60;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep homes, logs and observations here; the directory must be absent or empty.")
    private Path keep;

    @Mixin
    private ResultOption result;

    DemoCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (heights < MIN_HEIGHTS || heights > MAX_HEIGHTS) {
            throw new ParameterException(
                    spec.commandLine(), "--heights is " + MIN_HEIGHTS + " to " + MAX_HEIGHTS + ", not " + heights);
        }
        PrintWriter err = spec.commandLine().getErr();
        Path base = keep == null
                ? Files.createTempDirectory("raftkms-demo")
                : Files.createDirectories(environment.directory().resolve(keep).normalize());
        requireEmpty(base);
        try {
            DemoRun run = new DemoRun(base, heights, this::initCluster, environment.random(), environment.clock(), err);
            DemoReport report = run.run(new Progress(1, heights, err));
            result.print(report, out -> print(report, base, out));
            if (keep == null && report.held()) {
                delete(base);
            }
            return report.held() ? ExitCode.OK.code() : ExitCode.REFUSED.code();
        } catch (IOException | RuntimeException failed) {
            err.println("homes, logs and observations are kept: " + base);
            throw failed;
        }
    }

    /** The demo makes its cluster as an operator does, by the same command. */
    private void initCluster(List<String> arguments) {
        java.io.StringWriter said = new java.io.StringWriter();
        int code = Program.commandLine(environment)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(arguments.toArray(String[]::new));
        if (code != ExitCode.OK.code()) {
            throw new IllegalStateException("cluster init ended with " + code + ": " + said);
        }
    }

    private void print(DemoReport report, Path base, PrintWriter out) {
        out.println();
        report.print(out);
        out.println();
        out.println(report.held() ? "All of it held." : "NOT all of it held.");
        if (keep != null || !report.held()) {
            out.println("Homes, logs and observations: " + base);
        }
        out.println();
        out.println("For your own validator node:");
        out.println("  raftkms cluster init --chain-id ID --member a=HOST --member b=HOST --member c=HOST \\");
        out.println("      --validator tcp://HOST:26658 --key priv_validator_key.json --out DIR");
        out.println("  raftkms start -c DIR/a/raftkms.toml                 (each member on its own host)");
        out.println("  raftkms state import -c DIR/a/raftkms.toml --chain-id ID priv_validator_state.json");
        out.println("docs/getting-started.md goes through every step.");
    }

    private static void requireEmpty(Path base) throws IOException {
        try (Stream<Path> entries = Files.list(base)) {
            if (entries.findAny().isPresent()) {
                throw new CommandException(MessageCode.FILE_EXISTS, base + " is not empty");
            }
        }
    }

    private static void delete(Path base) throws IOException {
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
