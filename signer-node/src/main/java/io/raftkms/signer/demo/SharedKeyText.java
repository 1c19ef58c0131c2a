package io.raftkms.signer.demo;

import io.raftkms.signer.simulator.SharedKeyDriver;
import java.io.PrintWriter;
import java.util.Locale;

/** What several validator nodes of one key measured, as a table. */
final class SharedKeyText {
    private SharedKeyText() {}

    static void print(SharedKeyReport report, PrintWriter out) {
        if (report.stopped()) {
            out.println(line(
                    "STOPPED EARLY by a signal, after %d of %d heights; this is what was measured until then",
                    report.done(), report.heights()));
        }
        LatencyTable.print(report.types(), out);
        out.println(line(
                "%d signed for %d validators in %.1f s: %.1f a second",
                report.signed(), report.validators().size(), report.seconds(), report.throughputPerSecond()));
        out.println(line("refused %d, invalid %d, lost %d", report.refused(), report.invalid(), report.lost()));
        if (report.firstFailure() != null) {
            out.println("the first of them at h/r/s " + report.firstFailure());
        }
        SharedKeyDriver.Conflicts conflicts = report.conflicting();
        if (conflicts != null) {
            out.println(line(
                    "conflicting requests: %d asked, %d refused, %d signed as the first or highest, %d invalid, %d lost",
                    conflicts.asked(), conflicts.refused(), conflicts.signed(), conflicts.invalid(), conflicts.lost()));
        }
        out.println(
                report.differentSignatures() == 0
                        ? "No two different signatures for one height, round and step."
                        : report.differentSignatures()
                                + " DIFFERENT SIGNATURES for a height, round and step that had one: first at "
                                + report.firstDifference());
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
