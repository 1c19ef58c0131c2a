package io.raftkms.signer.cli.drill;

import java.io.PrintWriter;
import java.util.Locale;

/** A drill's report as a table. */
final class DrillText {
    private static final String FORMAT = "%5s  %-20s %9s %7s %8s %10s %5s %10s %10s";

    private DrillText() {}

    static void print(DrillReport report, PrintWriter out) {
        out.println(line(
                FORMAT,
                "ROUND",
                "LEADER",
                "LEADER MS",
                "GAP MS",
                "USUAL MS",
                "ANSWER MS",
                "LATE",
                "UNANSWERED",
                "READY MS"));
        for (DrillReport.Round round : report.rounds()) {
            out.println(line(
                    FORMAT,
                    round.round(),
                    round.from() + " -> " + (round.to() == null ? "?" : round.to()),
                    orDash(round.leaderAfterMs()),
                    round.gapMs(),
                    round.usualPauseMs(),
                    round.longestAnswerMs(),
                    round.late(),
                    round.unanswered(),
                    orDash(round.recoveredMs())));
        }
        if (report.load() != null) {
            out.println(line(
                    "own load: %d signed, %d lost, longest %d ms",
                    report.load().signed(), report.load().lost(), report.load().longestMs()));
        }
        out.println(verdict(report));
        if (report.toDo() != null) {
            out.println("To do: " + report.toDo());
        }
    }

    private static String verdict(DrillReport report) {
        return switch (report.verdict()) {
            case DrillReport.HELD -> "HELD: every round recovered, and no vote was late.";
            case DrillReport.LATE ->
                "LATE: every round recovered, but votes took longer than " + report.lateMs()
                        + " ms, or were left to another try.";
            default -> "NOT RECOVERED: the drill ended at this round.";
        };
    }

    private static String orDash(Long value) {
        return value == null ? "-" : value.toString();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
