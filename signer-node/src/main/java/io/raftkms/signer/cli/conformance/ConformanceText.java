package io.raftkms.signer.cli.conformance;

import io.raftkms.signer.cli.conformance.ConformanceReport.Line;
import java.io.PrintWriter;
import java.util.Locale;

/** A conformance report as a table. */
final class ConformanceText {
    private ConformanceText() {}

    static void print(ConformanceReport report, PrintWriter out) {
        int width = report.checks().stream()
                .mapToInt(line -> line.name().length())
                .max()
                .orElse(1);
        String format = "%-" + width + "s  %-12s  %-7s  %8s  %s";
        out.println(line(format, "CHECK", "DEMANDED OF", "VERDICT", "MS", "").stripTrailing());
        for (Line one : report.checks()) {
            String took = one.verdict().equals("skipped") ? "-" : Long.toString(one.milliseconds());
            out.println(line(format, one.name(), one.demandedOf(), one.verdict(), took, one.detail())
                    .stripTrailing());
        }
        out.println();
        out.println(line(
                "%d passed, %d failed, %d differ from what raftkms promises, %d skipped; heights %d to %d are spent",
                report.passed(),
                report.failed(),
                report.differs(),
                report.skipped(),
                report.firstHeight(),
                report.firstHeight() + report.heights() - 1));
        out.println(verdict(report));
    }

    private static String verdict(ConformanceReport report) {
        if (report.failed() > 0) {
            return "NOT GOOD: " + report.failed() + " of the demands on every signer do not hold.";
        }
        if (!report.good()) {
            return "NOT GOOD as raftkms: " + report.differs() + " of its promises do not hold.";
        }
        return report.differs() > 0
                ? "GOOD as a signer: every demand holds; where it differs, raftkms promises more."
                : "GOOD: every demand and every promise that was looked at holds.";
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
