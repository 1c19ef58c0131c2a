package io.raftkms.signer.cli.certificate;

import io.raftkms.signer.admin.CertificateReport;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.ExitCode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code raftkms cluster cert show}. */
@Command(
        name = "show",
        description = {
            "Show the certificates of a running member: its own, the CA's, and what every other member shows now.",
            "It shakes hands with each for it: a refusal here is what a lost connection would meet."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:shown",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "15:the member does not run"
        })
final class CertificateShowCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    CertificateShowCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            CertificateReport report = connection.get("/v1/certificates", CertificateReport.class);
            result.print(report, out -> print(report, out));
        }
        return ExitCode.OK.code();
    }

    private static void print(CertificateReport report, PrintWriter out) {
        row(out, "OF", "DAYS LEFT", "UNTIL", "SERIAL NUMBER");
        certificate(out, report.self() + " (own)", report.own());
        for (CertificateReport.Peer peer : report.peers()) {
            if (peer.certificate() == null) {
                out.println(String.format(Locale.ROOT, "%-16s no handshake: %s", peer.name(), peer.error()));
            } else {
                certificate(out, peer.name(), peer.certificate());
            }
        }
        report.authorities().forEach(authority -> certificate(out, "CA", authority));
        if (!report.revoked().isEmpty()) {
            out.println("revoked: " + String.join(", ", report.revoked()));
        }
    }

    private static void certificate(PrintWriter out, String of, CertificateReport.Certificate certificate) {
        row(out, of, Long.toString(certificate.daysLeft()), certificate.until(), certificate.serial());
    }

    private static void row(PrintWriter out, String of, String days, String until, String serial) {
        out.println(String.format(Locale.ROOT, "%-16s %-10s %-22s %s", of, days, until, serial));
    }
}
