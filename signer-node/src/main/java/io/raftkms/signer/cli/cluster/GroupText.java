package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.GroupReport;
import java.io.PrintWriter;

/** What commands that changed the group print. */
final class GroupText {
    private GroupText() {}

    static void print(String done, GroupReport report, PrintWriter out) {
        out.println(done + ", after " + report.milliseconds() + " ms. Voters: " + String.join(", ", report.voters())
                + (report.listeners().isEmpty() ? "" : "; listeners: " + String.join(", ", report.listeners())));
        if (report.voters().size() % 2 == 0) {
            out.println(EvenNumber.sentence(report.voters().size()) + " Go on to an odd number.");
        }
        out.println(
                "Make the [[cluster.member]] tables in every raftkms.toml say the same; cluster status shows where they"
                        + " do not.");
    }
}
