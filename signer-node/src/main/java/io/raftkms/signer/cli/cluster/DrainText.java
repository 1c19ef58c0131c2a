package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.DrainReport;
import java.io.PrintWriter;

/** What {@code cluster drain} and {@code cluster undrain} print. */
final class DrainText {
    private DrainText() {}

    static void print(DrainReport report, PrintWriter out) {
        out.println(report.member() + (report.drained() ? " is drained; " : " is not drained; ")
                + (report.leader() == null ? "nobody" : report.leader()) + " leads");
    }
}
