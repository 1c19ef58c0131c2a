package io.raftkms.signer.cli.certificate;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.home.AuthorityDirectory;
import io.raftkms.signer.home.CertificateAuthority;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms cluster cert new-ca}. */
@Command(
        name = "new-ca",
        description = {
            "Make a new CA for the same cluster, in a new directory, with a ca.pem that holds the old one too.",
            "Copy that ca.pem to tls/ of every member and reload each; only then renew their certificates with the new"
                    + " CA, one by one; at last take the old certificate out of every ca.pem and reload."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the directory is complete",
            "2:wrong options or arguments",
            "11:the directory is not empty or cannot be written",
            "13:the old CA directory cannot be used"
        })
final class NewAuthorityCommand implements Callable<Integer> {
    private static final int MAX_DAYS = 36_500;

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ca", required = true, paramLabel = "DIR", description = "The old CA's directory.")
    private Path ca;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write; absent or empty.")
    private Path out;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "3650",
            description = "Validity of the CA: ${DEFAULT-VALUE} days.")
    private int days;

    @Mixin
    private ResultOption result;

    /** What {@code --json} prints. */
    record Result(String directory, String fingerprint, String until) {}

    NewAuthorityCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (days < 1 || days > MAX_DAYS) {
            throw new ParameterException(spec.commandLine(), "--days is 1 to " + MAX_DAYS);
        }
        AuthorityDirectory old = Authority.open(environment, ca);
        Path directory = environment.directory().resolve(out).normalize();
        CertificateAuthority next = write(old, directory);
        Result report = new Result(
                directory.toString(),
                next.own().fingerprint(),
                next.own().certificate().getNotAfter().toInstant().toString());
        result.print(report, text -> {
            text.println("written: " + directory);
            text.println("CA fingerprint (SHA-256): " + report.fingerprint() + ", until " + report.until());
            text.println("Copy ca.pem to tls/ of every member and reload each, before the first renewal with it.");
        });
        return ExitCode.OK.code();
    }

    private CertificateAuthority write(AuthorityDirectory old, Path directory) {
        try {
            return old.writeSuccessor(directory, Duration.ofDays(days), environment.clock(), environment.random());
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    MessageCode.FILE_EXISTS, directory + " exists and is not an empty directory.", e);
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN, "writing " + directory + " failed: " + IoReason.of(e), e);
        }
    }
}
