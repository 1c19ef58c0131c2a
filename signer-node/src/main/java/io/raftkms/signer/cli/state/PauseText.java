package io.raftkms.signer.cli.state;

import io.raftkms.signer.admin.LedgerReport;
import io.raftkms.signer.admin.PauseReport;
import java.io.PrintWriter;

/** What {@code pause} and {@code resume} tell. */
final class PauseText {
    private PauseText() {}

    static void print(PauseReport report, PrintWriter out) {
        for (LedgerReport.Key key : report.keys()) {
            String from = key.pausedFrom() == null ? "" : " from height " + key.pausedFrom() + " on";
            out.println("chain " + key.chainId() + ", key " + key.address() + ": " + key.state() + from);
        }
    }
}
