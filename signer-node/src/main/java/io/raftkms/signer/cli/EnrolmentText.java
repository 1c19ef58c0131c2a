package io.raftkms.signer.cli;

import io.raftkms.signer.admin.EnrolmentReport;
import io.raftkms.signer.admin.LedgerReport;
import java.io.PrintWriter;

/** What {@code state init} and {@code state import} tell. */
public final class EnrolmentText {
    private EnrolmentText() {}

    public static void print(EnrolmentReport report, PrintWriter out) {
        out.println(verb(report) + " key " + report.publicKey() + " on chain " + report.chainId());
        out.println("nothing is signed at or below " + mark(report.mark()));
        if (report.note() != null) {
            out.println("note: " + report.note());
        }
    }

    private static String verb(EnrolmentReport report) {
        return switch (report.action()) {
            case EnrolmentReport.RAISE ->
                report.already()
                        ? "stood there before: the mark of"
                        : report.done() ? "raised the mark of" : "would raise the mark of";
            case EnrolmentReport.UNSEAL -> report.done() ? "took back the sealed" : "would take back the sealed";
            default ->
                report.already() ? "was enrolled before, the same way:" : report.done() ? "enrolled" : "would enrol";
        };
    }

    public static String mark(LedgerReport.Mark mark) {
        boolean endOfHeight = mark.round() == Integer.MAX_VALUE;
        return endOfHeight ? "height " + mark.height() : mark.height() + "/" + mark.round() + "/" + mark.step();
    }
}
