package io.raftkms.signer.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** A bench report as a table. */
public final class BenchText {
    /** Proposal, prevote and precommit. */
    private static final int SIGNATURES = 3;

    private BenchText() {}

    public static void print(BenchReport report, PrintWriter out) {
        if (report.stopped()) {
            long asked = report.signed() + report.refused() + report.invalid() + report.lost();
            out.println(line(
                    "STOPPED EARLY by a signal, after %d of %d requests; this is what was measured until then",
                    asked, SIGNATURES * report.heights()));
        }
        out.println(line("%-10s %8s %10s %10s %10s", "", "count", "p50 ms", "p99 ms", "max ms"));
        report.types()
                .forEach((type, latency) -> out.println(line(
                        "%-10s %8d %10.2f %10.2f %10.2f",
                        type, latency.count(), latency.p50Ms(), latency.p99Ms(), latency.maxMs())));
        out.println(line(
                "%d signed in %.1f s: %.1f a second; first signature after %.1f ms",
                report.signed(), report.seconds(), report.throughputPerSecond(), report.firstSignatureMs()));
        out.println(line("refused %d, invalid %d, lost %d", report.refused(), report.invalid(), report.lost()));
        if (report.firstFailure() != null) {
            out.println("the first of them at h/r/s " + report.firstFailure());
        }
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
