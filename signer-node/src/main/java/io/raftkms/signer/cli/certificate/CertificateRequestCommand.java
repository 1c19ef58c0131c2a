package io.raftkms.signer.cli.certificate;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.home.CertificateRenewal;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code raftkms cluster cert request}. */
@Command(
        name = "request",
        description = {
            "Make a new key for this member's certificate, and a request to copy to where the CA's key is.",
            "Run it on the member: the key does not leave it. What is in use stays in use."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:key and request are written",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "11:a request is pending, or the files cannot be written",
            "20:this home has no identity"
        })
final class CertificateRequestCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    /** What {@code --json} prints. */
    record Result(String request, String member) {}

    CertificateRequestCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws MemberFaultException {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        CertificateRenewal renewal = MemberRenewal.of(configuration);
        try {
            renewal.request(environment.random());
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    MessageCode.FILE_EXISTS,
                    renewal.pendingKey() + " is there: the request " + renewal.requestFile() + " is pending",
                    "install its certificate; or remove " + renewal.pendingKey() + " to begin again");
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN, "writing the request failed: " + IoReason.of(e), e);
        }
        String name = configuration
                .cluster()
                .map(cluster -> cluster.self().id().name())
                .orElse("NAME");
        result.print(new Result(renewal.requestFile().toString(), name), out -> {
            out.println("written: " + renewal.requestFile());
            out.println("Copy it to where the CA's key is, and there:");
            out.println("    raftkms cluster cert renew --ca ca --member " + name + " --request "
                    + renewal.requestFile().getFileName() + " --out " + name + ".pem");
            out.println("Copy " + name + ".pem back, and here:");
            out.println(
                    "    raftkms cluster cert install -c " + ShellWord.of(configuration.file()) + " " + name + ".pem");
        });
        return ExitCode.OK.code();
    }
}
