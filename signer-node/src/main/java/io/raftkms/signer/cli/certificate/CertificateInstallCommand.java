package io.raftkms.signer.cli.certificate;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.signer.admin.ReloadReport;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code raftkms cluster cert install}. */
@Command(
        name = "install",
        description = {
            "Put the certificate that answers this member's request in its place, with its key, and reload.",
            "Checks first that CA, certificate, key and member belong together. Connections that stand go on."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:installed; in use if the member runs, else from its next start on",
            "2:wrong options or arguments",
            "10:the configuration has errors; installed, but not reloaded",
            "11:the files cannot be written",
            "13:the certificate does not fit: nothing has changed",
            "20:this home has no identity"
        })
final class CertificateInstallCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "CERTIFICATE", description = "What `cluster cert renew` wrote.")
    private Path certificate;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    /** What {@code --json} prints. */
    record Result(boolean reloaded, List<String> changed) {}

    CertificateInstallCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws MemberFaultException {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try {
            MemberRenewal.of(configuration)
                    .install(environment.directory().resolve(certificate).normalize(), environment.clock());
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN, "installing the certificate failed: " + IoReason.of(e), e);
        }
        Result report = reload(configuration);
        result.print(report, out -> {
            out.println("installed: " + configuration.tls().certificate());
            out.println(
                    report.reloaded()
                            ? "in use: " + String.join("; ", report.changed())
                            : "the member does not run; its next start uses it");
        });
        return ExitCode.OK.code();
    }

    private static Result reload(Configuration configuration) {
        try (MemberConnection connection = new MemberConnection(configuration)) {
            ReloadReport report = connection.post("/v1/reload", Map.of(), ReloadReport.class);
            return new Result(true, report.changed());
        } catch (CommandException failed) {
            if (failed.failures().get(0).code() == MessageCode.MEMBER_NOT_RUNNING) {
                return new Result(false, List.of());
            }
            throw failed;
        }
    }
}
