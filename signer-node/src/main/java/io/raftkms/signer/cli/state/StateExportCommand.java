package io.raftkms.signer.cli.state;

import io.raftkms.consensus.raft.store.DurableFiles;
import io.raftkms.signer.admin.ExportReport;
import io.raftkms.signer.admin.ExportRequest;
import io.raftkms.signer.admin.LedgerReport;
import io.raftkms.signer.cli.ChainArgument;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.EnrolmentText;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.export.ExportFormat;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms state export}. */
@Command(
        name = "export",
        description = {
            "Write down what was signed. With --final the key is sealed first, for good: it signs no more here, and another signer"
                    + " goes on from the file.",
            "Without --final only a bundle is written, which no signer takes for a state file. Run it on the leading member."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the file is written",
            "2:wrong options or arguments",
            "10:the configuration has errors, or not this chain",
            "11:the output file exists or cannot be written",
            "12:the key gives no signature now",
            "15:the member does not run, or another one leads",
            "22:the export is refused, or nobody confirmed that the key is to be sealed",
            "32:no leader within 10 s, or the outcome is unknown"
        })
final class StateExportCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private KeyOption key;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "filepv (CometBFT's priv_validator_state.json), tmkms, or bundle (signed, all keys);"
                    + " filepv with --final, else bundle.")
    private String format;

    @Option(names = "--final", description = "Seal the key first: it signs no more here.")
    private boolean last;

    @Option(names = "--yes", description = "Do not ask before the key is sealed.")
    private boolean yes;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file, 0600.")
    private Path out;

    @Mixin
    private ResultOption result;

    StateExportCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        ChainArgument.requireConfigured(configuration, key.chainId());
        ExportFormat form = form();
        Path file = environment.directory().resolve(out).normalize();
        requireNew(file);
        try (MemberConnection connection = new MemberConnection(configuration)) {
            UnaryOperator<String> there = other -> line(other, form);
            connection.requireLeader(there, spec.commandLine().getErr());
            if (last) {
                confirm(connection);
            }
            ExportReport report = connection.onLeader(
                    "/v1/state/export",
                    new ExportRequest(key.chainId(), key.publicKey(), form.toString(), last),
                    ExportReport.class,
                    there,
                    spec.commandLine().getErr());
            write(file, report);
            result.print(Written.of(report, file), to -> print(report, file, to));
        }
        return ExitCode.OK.code();
    }

    private String line(String configuration, ExportFormat form) {
        return "raftkms state export -c " + configuration + key.arguments() + " --format " + form
                + (last ? " --final" : "") + (yes ? " --yes" : "") + " --out " + ShellWord.of(out);
    }

    private ExportFormat form() {
        if (format == null) {
            return last ? ExportFormat.FILEPV : ExportFormat.BUNDLE;
        }
        ExportFormat form = ExportFormat.named(format)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--format is one of " + ExportFormat.names() + ", not " + format));
        if (form.readByOtherSigners() && !last) {
            throw new CommandException(
                    MessageCode.EXPORT_NOT_FINAL, "the key of chain " + key.chainId() + " goes on signing here");
        }
        return form;
    }

    /** Before anything is sealed. */
    private static void requireNew(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandException(MessageCode.FILE_EXISTS, file + " exists and is not overwritten");
        }
        if (file.getParent() == null || !Files.isWritable(file.getParent())) {
            throw new CommandException(
                    MessageCode.EXPORT_NOT_WRITTEN, file.getParent() + " is no directory to write in");
        }
    }

    private void confirm(MemberConnection connection) {
        LedgerReport ledger = connection.get("/v1/state", LedgerReport.class);
        ledger.keys().stream()
                .filter(one ->
                        one.chainId().equals(key.chainId()) && one.state().equals("sealed"))
                .forEach(one -> warn("key " + one.address() + " is sealed already, at " + EnrolmentText.mark(one.mark())
                        + ": never give two signers a file of one seal"));
        if (yes) {
            return;
        }
        Console console = System.console();
        if (console == null) {
            throw new CommandException(
                    MessageCode.EXPORT_NOT_CONFIRMED, "there is no terminal to ask on, and --yes was not given");
        }
        console.printf("The key of chain %s signs no more here once it is sealed, on no member.%n", key.chainId());
        console.printf("It comes back only with what the next signer signed above the seal.%n");
        if (!key.chainId().equals(console.readLine("Type the chain's id to go on: "))) {
            throw new CommandException(MessageCode.EXPORT_NOT_CONFIRMED, "the answer was not the chain's id");
        }
    }

    private void warn(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("warning: " + sentence);
        err.flush();
    }

    private void write(Path file, ExportReport report) {
        try {
            DurableFiles.create(file, report.content());
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(MessageCode.FILE_EXISTS, file + " exists and is not overwritten", e);
        } catch (IOException e) {
            remove(file);
            String then = report.sealed() ? "; the key is sealed, and the same command gives the file again" : "";
            throw new CommandException(MessageCode.EXPORT_NOT_WRITTEN, file + ": " + IoReason.of(e) + then, e);
        }
    }

    private void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            warn(file + " holds a part of the export: remove it");
        }
    }

    private static void print(ExportReport report, Path file, PrintWriter to) {
        to.println(file + ": " + report.format() + " of chain " + report.chainId()
                + (report.mark() == null ? "" : ", mark " + EnrolmentText.mark(report.mark())));
        to.println(
                report.sealed()
                        ? "the key " + report.publicKey() + " is sealed: it signs no more here"
                        : "the key goes on signing here: the file is not for another signer");
        if (report.note() != null) {
            to.println("note: " + report.note());
        }
    }

    /** The report without the file's content. */
    record Written(
            String file,
            String format,
            String chainId,
            String publicKey,
            LedgerReport.Mark mark,
            boolean sealed,
            boolean already,
            String note) {
        static Written of(ExportReport report, Path file) {
            return new Written(
                    file.toString(),
                    report.format(),
                    report.chainId(),
                    report.publicKey(),
                    report.mark(),
                    report.sealed(),
                    report.already(),
                    report.note());
        }
    }
}
