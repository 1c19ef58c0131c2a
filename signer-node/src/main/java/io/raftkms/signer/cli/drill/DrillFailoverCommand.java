package io.raftkms.signer.cli.drill;

import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.LedgerReport;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms drill failover}. */
@Command(
        name = "failover",
        description = {
            "Take the leader of a live cluster away, round by round, and measure what validator nodes notice of it.",
            "Shows what it will do and asks first; begins only while every member is there and ready, waits for that after"
                    + " every round, and stops at the first round that does not recover.",
            "A leader on another host has to be taken away there: the line to run is shown, and waited for."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every round recovered and no vote was late",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "11:the report file is there already, or cannot be written",
            "15:the member does not run",
            "22:refused: a member is down or not ready, nobody asks for votes, or nobody confirmed it",
            "25:every round recovered, but votes were late, unanswered or lost",
            "32:a round did not recover, or nobody took the leader away where it runs"
        })
final class DrillFailoverCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1000;
    private static final Duration LOAD_START = Duration.ofSeconds(30);
    private static final int LOAD_SIGNED = 20;
    private static final DateTimeFormatter IN_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "transfer, step-down or kill; transfer unless given. kill ends the leader's process, and its"
                    + " supervisor must start it again.")
    private String kindWord = FailoverKind.TRANSFER.toString();

    @Option(names = "--rounds", paramLabel = "N", description = "How often; 3 unless given.")
    private int rounds = 3;

    @Option(
            names = "--recover-within",
            paramLabel = "SECONDS",
            description = "How long a round may take until every member is ready again; 120 unless given.")
    private long recoverSeconds = 120;

    @Option(
            names = "--late",
            paramLabel = "MS",
            description = "An answer that takes longer counts as late; 1000 unless given.")
    private long lateMillis = 1000;

    @Mixin
    private LoadOptions load;

    @Option(names = "--yes", description = "Do not ask before the first round.")
    private boolean yes;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the report goes, as JSON; raftkms-drill-TIME.json here unless given.")
    private Path reportFile;

    @Mixin
    private ResultOption result;

    DrillFailoverCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        FailoverKind kind = kind();
        Instant now = environment.clock().instant();
        Path file = environment
                .directory()
                .resolve(reportFile == null ? Path.of("raftkms-drill-" + IN_NAME.format(now) + ".json") : reportFile)
                .normalize();
        requireWritable(file);
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        Optional<DrillLoad> own = load.open(environment, spec);
        PrintWriter err = spec.commandLine().getErr();
        try (LocalMembers members = new LocalMembers(configuration);
                DrillLoad running = own.orElse(null)) {
            FailoverDrill drill = new FailoverDrill(
                    members,
                    new FailoverDrill.Settings(kind, Duration.ofSeconds(recoverSeconds), Duration.ofMillis(lateMillis)),
                    err);
            ClusterReport before = drill.requireReady();
            if (running == null) {
                requireVotes(drill);
            }
            confirm(before, members, kind, file, err);
            if (running != null) {
                begin(running, members, drill, err);
            }
            DrillReport report = run(drill, before, kind, now, running);
            write(file, report);
            result.print(report, out -> {
                DrillText.print(report, out);
                out.println("report: " + file);
            });
            return exitCode(report);
        }
    }

    private DrillReport run(
            FailoverDrill drill, ClusterReport before, FailoverKind kind, Instant now, DrillLoad running)
            throws InterruptedException {
        List<DrillReport.Round> done = new ArrayList<>();
        String toDo = null;
        for (int number = 1; number <= rounds && toDo == null; number++) {
            try {
                DrillReport.Round round = drill.round(number);
                done.add(round);
                toDo = round.recoveredMs() == null ? drill.advice() : null;
            } catch (CommandException failed) {
                if (done.isEmpty()) {
                    throw failed;
                }
                toDo = failed.failures().get(0).detail();
            }
        }
        DrillReport.Load seen = running == null ? null : running.stop();
        boolean good = done.stream().allMatch(DrillReport.Round::good)
                && (seen == null || seen.lost() == 0 && seen.longestMs() <= lateMillis);
        String verdict = toDo != null ? DrillReport.NOT_RECOVERED : good ? DrillReport.HELD : DrillReport.LATE;
        return new DrillReport(
                "raftkms-drill/1",
                now.toString(),
                before.clusterId(),
                before.members().stream().map(ClusterReport.Member::name).toList(),
                kind.toString(),
                rounds,
                lateMillis,
                done,
                seen,
                verdict,
                toDo);
    }

    private void requireVotes(FailoverDrill drill) {
        if (drill.signedLately() == 0) {
            throw new CommandException(
                    MessageCode.DRILL_REFUSED,
                    "no vote was signed in the last minute, so no gap could be measured",
                    "start the validator node; or, with a throw-away key, let the drill ask: --load tcp://HOST:PORT"
                            + " --chain-id ID");
        }
    }

    private void begin(DrillLoad running, LocalMembers members, FailoverDrill drill, PrintWriter err)
            throws InterruptedException {
        byte[] key = running.await(load.address(), err);
        load.throwAway().confirm("Every height from the mark on is asked for on chain " + load.chainId() + ".", key);
        long height = members.ledger().map(LedgerReport::keys).orElse(List.of()).stream()
                .filter(one -> one.chainId().equals(load.chainId()))
                .mapToLong(one -> one.mark().height() + 1)
                .max()
                .orElseThrow(() -> new CommandException(
                        MessageCode.DRILL_REFUSED, "no key is enrolled on chain " + load.chainId()));
        running.start(height);
        if (!drill.awaitSigned(LOAD_SIGNED, LOAD_START)) {
            throw new CommandException(
                    MessageCode.DRILL_REFUSED,
                    "the drill's own load got no " + LOAD_SIGNED + " signatures within " + LOAD_START.toSeconds()
                            + " s");
        }
    }

    /** Says what will be done, and asks unless told not to. */
    private void confirm(ClusterReport before, LocalMembers members, FailoverKind kind, Path file, PrintWriter err) {
        err.println("Cluster " + before.clusterId() + ", " + before.members().size() + " members, " + before.leader()
                + " leads; on this host: " + String.join(", ", members.names()) + ".");
        err.println("Will " + rounds + " times " + kind.meaning() + ".");
        err.println("Between rounds it waits up to " + recoverSeconds + " s for every member; the report goes to "
                + file + ".");
        err.flush();
        if (yes) {
            return;
        }
        Console console = System.console();
        if (console == null) {
            throw new CommandException(
                    MessageCode.DRILL_NOT_CONFIRMED, "there is no terminal to ask on, and --yes was not given");
        }
        if (!"drill".equals(console.readLine("Type \"drill\" to begin: "))) {
            throw new CommandException(MessageCode.DRILL_NOT_CONFIRMED, "the answer was not \"drill\"");
        }
    }

    /** Nobody wants to hear of it after the drill. */
    private static void requireWritable(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandException(MessageCode.FILE_EXISTS, "the report, " + file + ", is there already.");
        }
        Path directory = file.getParent();
        if (!Files.isWritable(directory)) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN, "the report, " + file + ": " + directory + " cannot be written to");
        }
    }

    private static void write(Path file, DrillReport report) {
        try {
            Files.write(file, AdminJson.bytes(report), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN,
                    "the report, " + file + ": " + IoReason.of(e) + "\n" + AdminJson.text(report),
                    e);
        }
    }

    private int exitCode(DrillReport report) {
        if (report.verdict().equals(DrillReport.NOT_RECOVERED)) {
            throw new CommandException(
                    MessageCode.DRILL_NOT_RECOVERED,
                    "after " + report.rounds().size() + " of " + rounds
                            + " rounds the cluster had not recovered within " + recoverSeconds + " s",
                    report.toDo());
        }
        return (report.verdict().equals(DrillReport.HELD) ? ExitCode.OK : ExitCode.FOUND).code();
    }

    private FailoverKind kind() {
        require(rounds >= 1 && rounds <= MOST_ROUNDS, "--rounds is 1 to " + MOST_ROUNDS);
        require(recoverSeconds >= 1 && lateMillis >= 1, "--recover-within and --late are 1 or more");
        return FailoverKind.named(kindWord)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--kind is one of " + FailoverKind.words() + ", not " + kindWord));
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
