package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.LedgerReport;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.admin.NotReady;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.EnrolmentText;
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

/** {@code raftkms cluster status}. */
@Command(
        name = "status",
        description = {
            "Show the cluster as one running member sees it; any member will do.",
            "The first line is READY, or NOT READY with the cause and the command that helps."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:shown, whether ready or not",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "15:the member does not run"
        })
public final class ClusterStatusCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    public ClusterStatusCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            ClusterReport report = connection.status();
            result.print(report, out -> print(report, out));
        }
        return ExitCode.OK.code();
    }

    private static void print(ClusterReport report, PrintWriter out) {
        out.println(report.ready() ? "READY" : new NotReady(report.cause(), report.next()).line());
        printWarnings(report, out);
        out.println("cluster " + report.clusterId() + ", asked member " + report.self() + ", term " + report.term()
                + ", committed " + report.commitIndex() + ", applied " + report.appliedIndex());
        out.println();
        row(out, "MEMBER", "ROLE", "ADDRESS", "HEARD", "BEHIND", "VERSION");
        for (ClusterReport.Member member : report.members()) {
            row(
                    out,
                    member.name(),
                    member.reachable() ? role(member) : "no answer",
                    member.address(),
                    member.lastHeardMs() == null ? "-" : member.lastHeardMs() + " ms",
                    member.behind() == null ? "-" : member.behind().toString(),
                    member.facts() == null ? "-" : member.facts().version());
        }
        printDrift(report, out);
        printLinks(report, out);
        printKeys(report, out);
    }

    /** What needs somebody soon although votes are signed. */
    private static void printWarnings(ClusterReport report, PrintWriter out) {
        for (ClusterReport.Member member : report.members()) {
            if (member.facts() != null
                    && member.facts().certificate() != null
                    && member.facts().certificate().warning() != null) {
                out.println("WARNING: member " + member.name() + ": "
                        + member.facts().certificate().warning());
            }
            if (member.facts() != null
                    && member.facts().disk() != null
                    && member.facts().disk().warning() != null) {
                out.println("WARNING: member " + member.name() + ": "
                        + member.facts().disk().warning());
            }
        }
    }

    private static String role(ClusterReport.Member member) {
        boolean drained = member.facts() != null && member.facts().drained();
        return member.role() + (drained ? ",drain" : "");
    }

    private static void printDrift(ClusterReport report, PrintWriter out) {
        for (ClusterReport.Member member : report.members()) {
            if (member.facts() != null && member.facts().place() != null) {
                member.facts().place().drift().forEach(one -> out.println("on " + member.name() + ": " + one));
            }
        }
    }

    private static void printLinks(ClusterReport report, PrintWriter out) {
        out.println();
        row(out, "LINK OF", "STATE", "VALIDATOR", "FOR", "ASKED", "ERROR");
        for (ClusterReport.Member member : report.members()) {
            if (member.facts() == null) {
                continue;
            }
            for (MemberFacts.Link link : member.facts().links()) {
                row(
                        out,
                        member.name(),
                        link.state(),
                        link.validator(),
                        link.sinceSeconds() + " s",
                        link.lastAsked() == null ? "-" : link.lastAsked(),
                        link.lastError() == null ? "-" : link.lastError());
            }
        }
    }

    private static void printKeys(ClusterReport report, PrintWriter out) {
        out.println();
        row(out, "CHAIN", "STATE", "ADDRESS", "", "MARK", "");
        for (LedgerReport.Key key : report.keys()) {
            String note = key.pausedFrom() == null ? "" : "from height " + key.pausedFrom() + " on";
            row(out, key.chainId(), key.state(), key.address(), "", EnrolmentText.mark(key.mark()), note);
        }
    }

    private static void row(PrintWriter out, String a, String b, String c, String d, String e, String f) {
        out.println(String.format(Locale.ROOT, "%-16s %-12s %-42s %-8s %-18s %s", a, b, c, d, e, f)
                .stripTrailing());
    }
}
