package io.raftkms.signer.cli.state;

import io.raftkms.signer.admin.RecoverReport;
import io.raftkms.signer.admin.RecoverRequest;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.recovery.RecoveryFile;
import io.raftkms.signer.recovery.RecoveryRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code raftkms state recover}. */
@Command(
        name = "recover",
        description = {
            "Enrol the keys of a lost cluster in the new one that raftkms cluster recover made homes for, on its leader.",
            "Every key comes back paused, above its floor; one that was sealed stays sealed. Repeating it does what is left."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all keys of the file are enrolled",
            "2:wrong options or arguments",
            "10:the configuration has errors, or lacks a key of the file: the others are enrolled",
            "11:the file is missing or cannot be read",
            "15:the member does not run, or another one leads",
            "21:the file belongs to another cluster",
            "22:the file was changed, or a key is enrolled otherwise",
            "32:no leader within 10 s, or the outcome is unknown"
        })
public final class StateRecoverCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Keys of one call: well below the limit of its body. */
    private static final int AT_ONCE = 200;

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Parameters(paramLabel = "FILE", description = "recovery.json, from beside the new homes.")
    private Path file;

    @Mixin
    private ResultOption result;

    StateRecoverCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        RecoveryRecord record = read(environment.directory().resolve(file).normalize());
        List<RecoverReport.Key> keys = new ArrayList<>();
        try (MemberConnection connection = new MemberConnection(configuration)) {
            for (int from = 0; from < record.keys().size(); from += AT_ONCE) {
                List<RecoveryRecord.KeyFloor> some = record.keys()
                        .subList(from, Math.min(from + AT_ONCE, record.keys().size()));
                keys.addAll(recover(connection, record.newClusterId(), some).keys());
            }
        }
        RecoverReport report = new RecoverReport(keys);
        result.print(report, out -> print(report, out));
        List<RecoverReport.Key> leftOut =
                keys.stream().filter(key -> key.leftOut() != null).toList();
        leftOut.forEach(key -> spec.commandLine()
                .getErr()
                .println(MessageCode.CONFIGURATION_NO_KEY.code() + " key " + key.publicKey() + " of chain "
                        + key.chainId() + " is not enrolled: " + key.leftOut()));
        return (leftOut.isEmpty() ? ExitCode.OK : ExitCode.CONFIGURATION).code();
    }

    private RecoverReport recover(MemberConnection connection, String clusterId, List<RecoveryRecord.KeyFloor> keys) {
        return connection.onLeader(
                "/v1/state/recover",
                new RecoverRequest(
                        clusterId,
                        keys.stream()
                                .map(key -> new RecoverRequest.Key(
                                        key.chainId(), key.keyType(), key.publicKey(), key.floorHeight(), key.sealed()))
                                .toList()),
                RecoverReport.class,
                LIMIT,
                other -> "raftkms state recover -c " + other + " " + ShellWord.of(file),
                spec.commandLine().getErr());
    }

    private static RecoveryRecord read(Path path) {
        try {
            return RecoveryFile.decode(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new CommandException(MessageCode.FILE_MISSING, path + " does not exist.", e);
        } catch (IOException e) {
            throw new CommandException(MessageCode.FILE_UNREADABLE, path + " cannot be read: " + IoReason.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new CommandException(MessageCode.RECOVERY_FILE_REFUSED, path + ": " + e.getMessage(), e);
        }
    }

    private static void print(RecoverReport report, PrintWriter out) {
        for (RecoverReport.Key key : report.keys()) {
            if (key.leftOut() == null) {
                out.println("chain " + key.chainId() + ", key " + key.publicKey() + ": " + key.state()
                        + (key.already() ? " already" : "") + ", nothing at or below height "
                        + key.mark().height() + " is signed");
            } else {
                out.println("chain " + key.chainId() + ", key " + key.publicKey() + ": left out");
            }
        }
        out.println(RecoveryRecord.WARNING);
        out.println("When every old member is destroyed or fenced for good: raftkms resume -c FILE --chain-id ID");
    }
}
