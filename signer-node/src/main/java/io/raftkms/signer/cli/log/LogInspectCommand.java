package io.raftkms.signer.cli.log;

import io.raftkms.consensus.raft.store.LogInspection;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code raftkms log inspect DATA_DIR}. */
@Command(
        name = "inspect",
        description = {
            "Show the segments and entries of the Raft log in a data directory. Works offline, on a copy too, and changes"
                    + " nothing.",
            "On the directory of a running member the end of the open segment can look torn."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:shown, and all of it can be read",
            "2:wrong options or arguments",
            "11:there is no Raft log, or it cannot be read",
            "20:shown, and something in it is torn or damaged"
        })
public final class LogInspectCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATA_DIR", description = "A member's data directory, or a copy.")
    private Path directory;

    @Option(names = "--from", paramLabel = "INDEX", description = "First entry to show.", defaultValue = "0")
    private long from;

    @Option(names = "--to", paramLabel = "INDEX", description = "Last entry to show; else the last one.")
    private long to = Long.MAX_VALUE;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Show at most the first N of them, 0 to " + MOST + "; default: ${DEFAULT-VALUE}.",
            defaultValue = "1000")
    private int limit;

    @Mixin
    private ResultOption result;

    LogInspectCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (limit < 0 || limit > MOST) {
            throw new ParameterException(spec.commandLine(), "--limit is 0 to " + MOST);
        }
        Path at = environment.directory().resolve(directory).normalize();
        List<LogReport.Entry> entries = new ArrayList<>();
        LogInspection found;
        try {
            found = LogInspection.of(at, entry -> {
                long index = entry.at().index();
                if (index >= from && index <= to && entries.size() < limit) {
                    entries.add(LogReport.Entry.of(entry));
                }
            });
        } catch (IOException e) {
            throw new CommandException(MessageCode.NOT_A_DATA_DIRECTORY, at + " cannot be read: " + IoReason.of(e), e);
        }
        if (found.segments().isEmpty()) {
            throw new CommandException(MessageCode.NOT_A_DATA_DIRECTORY, "there is no Raft log in " + at);
        }
        LogReport report = LogReport.of(found, entries);
        result.print(report, out -> print(report, out));
        boolean sound = report.damages().isEmpty() && report.segments().stream().noneMatch(LogReport.Segment::damaged);
        report.damages()
                .forEach(damage -> spec.commandLine().getErr().println(MessageCode.DATA_DAMAGED.code() + " " + damage));
        return sound ? ExitCode.OK.code() : ExitCode.STATE.code();
    }

    private static void print(LogReport report, PrintWriter out) {
        out.println("directory " + report.directory()
                + (report.holder() == null ? "" : ", in use by process " + report.holder()));
        for (LogReport.Segment segment : report.segments()) {
            out.println("segment   " + segment.file() + (segment.open() ? " (open)" : "") + ": " + segment.entries()
                    + " entries from " + segment.first()
                    + (segment.last() == null ? "" : " to " + segment.last() + " (term " + segment.lastTerm() + ")")
                    + ", " + segment.bytes() + " bytes" + (segment.damaged() ? ", DAMAGED" : ""));
        }
        report.entries().forEach(entry -> out.println(entry.line()));
    }
}
