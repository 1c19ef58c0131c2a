package io.raftkms.signer.cli.state;

import io.raftkms.signer.admin.EnrolmentReport;
import io.raftkms.signer.admin.ImportRequest;
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
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code raftkms state import}. */
@Command(
        name = "import",
        description = {
            "Enrol the chain's key from the state file of the signer that had it: CometBFT's priv_validator_state.json, tmkms'"
                    + " or Horcrux'.",
            "The last signature is kept for repetition if the file proves it, else only its position."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the key is enrolled, or --dry-run showed what would be",
            "2:wrong options or arguments",
            "10:the configuration has errors, or not this chain",
            "11:the file is missing or unreadable",
            "15:the member does not run, or another one leads",
            "22:the file or the enrolment is refused, nobody confirmed that the old signer is stopped, or it signs still",
            "32:no leader within 10 s, or the outcome is unknown"
        })
final class StateImportCommand implements Callable<Integer> {
    private static final int MAX_FILE = 64 * 1024;

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private KeyOption key;

    @Option(
            names = "--old-signer-stopped",
            description = "Confirms that whatever signed with this key before is stopped and stays so.")
    private boolean oldSignerStopped;

    @Option(names = "--raise", description = "The key is enrolled already: set its mark up to the file's.")
    private boolean raise;

    @Option(
            names = "--never-used-elsewhere",
            description = "The key is sealed, and no other signer ever had it: take the exported file back as it is.")
    private boolean neverUsedElsewhere;

    @Option(names = "--dry-run", description = "Only show what would be done; works on any member.")
    private boolean dryRun;

    @Mixin
    private WatchOption watch;

    @Parameters(paramLabel = "STATE.json", description = "The old signer's state file, copied after it was stopped.")
    private Path given;

    @Mixin
    private ResultOption result;

    StateImportCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (watch.given() && raise) {
            throw new ParameterException(
                    spec.commandLine(), "a key that signs here is seen in every block: --raise goes without a watch");
        }
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        ChainArgument.requireConfigured(configuration, key.chainId());
        Path file = environment.directory().resolve(given).normalize();
        byte[] content = read(file);
        try (MemberConnection connection = new MemberConnection(configuration)) {
            EnrolmentReport plan = connection.post("/v1/state/import", request(content, true), EnrolmentReport.class);
            if (dryRun) {
                result.print(plan, out -> {
                    out.println(described(plan, file));
                    EnrolmentText.print(plan, out);
                });
                return ExitCode.OK.code();
            }
            PrintWriter err = spec.commandLine().getErr();
            UnaryOperator<String> there = other -> line(other, file);
            connection.requireLeader(there, err);
            confirm(plan, file);
            watch.watch(key.chainId(), plan.publicKey());
            EnrolmentReport report =
                    connection.onLeader("/v1/state/import", request(content, false), EnrolmentReport.class, there, err);
            result.print(report, out -> {
                out.println(described(report, file));
                EnrolmentText.print(report, out);
            });
        }
        return ExitCode.OK.code();
    }

    private String line(String configuration, Path file) {
        return "raftkms state import -c " + configuration + key.arguments()
                + (raise ? " --raise" : "")
                + (neverUsedElsewhere ? " --never-used-elsewhere" : "")
                + " --old-signer-stopped" + watch.arguments() + " " + ShellWord.of(file.getFileName());
    }

    private ImportRequest request(byte[] content, boolean dry) {
        return new ImportRequest(key.chainId(), key.publicKey(), content, dry, raise, neverUsedElsewhere);
    }

    /** What was read, so that nobody imports yesterday's copy unseen. */
    private String described(EnrolmentReport report, Path file) {
        return file + ": " + report.file() + ", last changed " + age(file) + " ago";
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_FILE + 1);
            if (content.length > MAX_FILE) {
                throw new CommandException(
                        MessageCode.STATE_FILE_DAMAGED, file + " is larger than " + MAX_FILE + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new CommandException(MessageCode.FILE_MISSING, file + " is not there", e);
        } catch (IOException e) {
            throw new CommandException(MessageCode.FILE_UNREADABLE, file + ": " + IoReason.of(e), e);
        }
    }

    private void confirm(EnrolmentReport plan, Path file) {
        if (oldSignerStopped) {
            return;
        }
        Console console = System.console();
        if (console == null) {
            throw new CommandException(
                    MessageCode.NOT_CONFIRMED,
                    "there is no terminal to ask on, and --old-signer-stopped was not given");
        }
        console.printf("%s, says %s.%n", described(plan, file), EnrolmentText.mark(plan.mark()));
        console.printf("Two signers of one key sign twice, and the validator is slashed.%n");
        String answer = console.readLine("Type \"stopped\" if the old signer is stopped and stays so: ");
        if (!"stopped".equals(answer)) {
            throw new CommandException(MessageCode.NOT_CONFIRMED, "the answer was not \"stopped\"");
        }
    }

    private String age(Path file) {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            Duration age =
                    Duration.between(changed.toInstant(), environment.clock().instant());
            return age.toMinutes() < 60 ? age.toMinutes() + " minutes" : age.toHours() + " hours";
        } catch (IOException e) {
            return "an unknown time";
        }
    }
}
