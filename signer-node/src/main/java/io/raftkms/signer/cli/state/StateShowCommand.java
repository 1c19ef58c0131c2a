package io.raftkms.signer.cli.state;

import io.raftkms.signer.admin.LedgerReport;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.EnrolmentText;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code raftkms state show}. */
@Command(
        name = "show",
        description = "Show every enrolled key and its mark, as the running member has applied them.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:shown",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "15:the member does not run"
        })
final class StateShowCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    StateShowCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            LedgerReport report = connection.get("/v1/state", LedgerReport.class);
            result.print(report, out -> print(report, out));
        }
        return ExitCode.OK.code();
    }

    private static void print(LedgerReport report, PrintWriter out) {
        out.println(
                "ledger of member " + report.self() + " at index " + report.appliedIndex() + ", hash " + report.hash());
        if (report.keys().isEmpty()) {
            out.println("no key is enrolled");
        }
        for (LedgerReport.Key key : report.keys()) {
            out.println();
            out.println("chain        " + key.chainId());
            out.println("key          " + key.keyType() + " " + key.publicKey());
            out.println("address      " + key.address());
            String from = key.pausedFrom() == null ? "" : " from height " + key.pausedFrom() + " on";
            out.println("state        " + key.state() + from + ", " + key.enrolment());
            out.println("mark         " + EnrolmentText.mark(key.mark()));
            out.println("reservations " + key.reservations() + " kept with their bytes");
            if (key.lowering() != null) {
                out.println(
                        "lowered      from " + EnrolmentText.mark(key.lowering().from()) + " to "
                                + EnrolmentText.mark(key.lowering().to()) + ": "
                                + key.lowering().reason());
            }
        }
    }
}
