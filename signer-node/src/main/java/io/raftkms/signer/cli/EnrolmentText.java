package io.raftkms.signer.cli;

import io.raftkms.signer.admin.EnrolmentReport;
import io.raftkms.signer.admin.LedgerReport;
import java.io.PrintWriter;

/** What {@code state init} and {@code state import} tell. */
public final class EnrolmentText {
    private EnrolmentText() {}

    public static void print(EnrolmentReport report, PrintWriter out) {
        String verb =
                !report.done() ? "would enrol" : report.already() ? "was enrolled before, the same way:" : "enrolled";
        out.println(verb + " key " + report.publicKey() + " on chain " + report.chainId());
        out.println("nothing is signed at or below " + mark(report.mark()));
        if (report.note() != null) {
            out.println("note: " + report.note());
        }
    }

    public static String mark(LedgerReport.Mark mark) {
        boolean endOfHeight = mark.round() == Integer.MAX_VALUE;
        return endOfHeight ? "height " + mark.height() : mark.height() + "/" + mark.round() + "/" + mark.step();
    }
}
