package io.raftkms.signer.cli.certificate;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.home.CertificateAuthority;
import io.raftkms.signer.home.CertificateRequest;
import io.raftkms.signer.home.Credential;
import io.raftkms.signer.home.NewFiles;
import io.raftkms.signer.home.UnusableMaterialException;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms cluster cert renew}. */
@Command(
        name = "renew",
        description = {
            "Answer a member's request with a certificate. Run it where the CA's key is: the directory ca/ of"
                    + " `cluster init`.",
            "The member is named here too: a request that names another one is refused."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the certificate is written",
            "2:wrong options or arguments",
            "11:the certificate cannot be written, or the file exists",
            "13:the request or the CA directory cannot be used"
        })
final class CertificateRenewCommand implements Callable<Integer> {
    private static final int MAX_DAYS = 36_500;

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ca", required = true, paramLabel = "DIR", description = "Directory with ca.pem and ca.key.")
    private Path ca;

    @Option(names = "--member", required = true, paramLabel = "NAME", description = "The member that asked.")
    private String member;

    @Option(names = "--request", required = true, paramLabel = "FILE", description = "Its request, member.csr.")
    private Path request;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The certificate; a new file.")
    private Path out;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "730",
            description = "Validity: ${DEFAULT-VALUE} days, at most that of the CA.")
    private int days;

    @Mixin
    private ResultOption result;

    /** What {@code --json} prints. */
    record Result(String file, String member, String host, String serial, String until) {}

    CertificateRenewCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (days < 1 || days > MAX_DAYS) {
            throw new ParameterException(spec.commandLine(), "--days is 1 to " + MAX_DAYS);
        }
        CertificateAuthority authority = Authority.open(environment, ca).authority();
        CertificateRequest asked = asked(authority);
        X509Certificate certificate = authority.certify(asked, Duration.ofDays(days));
        Path file = environment.directory().resolve(out).normalize();
        try {
            NewFiles.readable(file, new Credential(certificate, null).certificatePem());
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(MessageCode.FILE_EXISTS, file + " exists", e);
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN, "writing " + file + " failed: " + IoReason.of(e), e);
        }
        Result report = new Result(
                file.toString(),
                asked.member().toString(),
                asked.host(),
                certificate.getSerialNumber().toString(16),
                certificate.getNotAfter().toInstant().toString());
        result.print(report, text -> {
            text.println("written: " + file);
            text.println("member " + report.member() + " at " + report.host() + ", serial number " + report.serial()
                    + ", until " + report.until());
        });
        return ExitCode.OK.code();
    }

    private CertificateRequest asked(CertificateAuthority authority) {
        CertificateRequest asked;
        try {
            asked = CertificateRequest.read(
                    environment.directory().resolve(request).normalize());
        } catch (UnusableMaterialException e) {
            throw new CommandException(MessageCode.CERTIFICATE_REQUEST_UNUSABLE, e.getMessage(), e);
        }
        if (!asked.member().name().equals(member)) {
            throw refused("is of member " + asked.member().name() + ", not of " + member);
        }
        if (!asked.clusterId().equals(authority.clusterId())) {
            throw refused("is for cluster " + asked.clusterId() + ", and this CA is of " + authority.clusterId());
        }
        return asked;
    }

    private CommandException refused(String why) {
        return new CommandException(MessageCode.CERTIFICATE_REQUEST_UNUSABLE, "the request " + request + " " + why);
    }
}
