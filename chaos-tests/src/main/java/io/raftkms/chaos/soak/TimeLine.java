package io.raftkms.chaos.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** One picture of a run: signatures a second, waits of nodes, and a row for each kind of fault, over the same minutes. */
final class TimeLine {
    private static final int WIDTH = 1100;
    private static final int LEFT = 110;
    private static final int RIGHT = 20;
    private static final int RATES = 30;
    private static final int RATES_HEIGHT = 120;
    private static final int GAPS = RATES + RATES_HEIGHT + 45;
    private static final int GAPS_HEIGHT = 120;
    private static final int ROWS = GAPS + GAPS_HEIGHT + 45;
    private static final int ROW = 14;
    private static final int BELOW = 40;
    private static final int TICKS = 10;
    private static final int MINUTE = 60_000;
    private static final int SECOND = 1_000;
    /** Seconds of which the mean is drawn, so that there is at least a pixel for each. */
    private static final int BIN = 5;

    private static final double SHORTEST = 100;
    private static final double LONGEST = 100_000;
    private static final String INK = "#222222";
    private static final String GRID = "#dddddd";
    private static final String VOTES = "#1f77b4";
    private static final String WAIT = "#ff7f0e";
    private static final String LOST = "#d62728";
    private static final String FAULT = "#7f7f7f";
    private static final String CHECK = "#cfe8cf";

    private final SoakResult run;
    private final List<String> kinds;
    private final double millis;
    private final Svg svg;

    TimeLine(SoakResult run) {
        this.run = run;
        kinds = List.copyOf(new TreeSet<>(run.faults().stream().map(Felt::fault).toList()));
        millis = Math.max(1, run.seconds()) * SECOND;
        svg = new Svg(WIDTH, ROWS + kinds.size() * ROW + BELOW);
    }

    /** As the text of an SVG file. */
    String svg() {
        checks();
        minutes();
        rates();
        gaps();
        faults();
        return svg.toString();
    }

    private double x(double at) {
        return LEFT + at / millis * (WIDTH - LEFT - RIGHT);
    }

    private int bottom() {
        return ROWS + kinds.size() * ROW;
    }

    private void checks() {
        for (SoakResult.Span check : run.checks()) {
            double from = x(check.fromMillis());
            svg.box(
                    from,
                    RATES,
                    Math.max(1, x(check.toMillis()) - from),
                    bottom() - RATES,
                    CHECK,
                    "all killed, a majority asked");
        }
    }

    private void minutes() {
        int step = Math.max(1, (int) Math.ceil(millis / MINUTE / TICKS));
        for (int minute = 0; minute * (double) MINUTE <= millis; minute += step) {
            double at = x(minute * (double) MINUTE);
            svg.line(new Svg.Point(at, RATES), new Svg.Point(at, bottom()), GRID);
            svg.text(at, bottom() + 14, "middle", minute + " min");
        }
        svg.text(
                LEFT,
                bottom() + 32,
                "start",
                "red: a vote was lost; green: all members killed, and a majority asked for what it knows");
    }

    private void rates() {
        List<Integer> signed = run.signed();
        int most = Math.max(1, signed.stream().mapToInt(Integer::intValue).max().orElse(1));
        svg.text(LEFT, RATES - 8, "start", "signatures a second, of honest nodes");
        svg.text(LEFT - 6, RATES + 8, "end", String.valueOf(most));
        svg.text(LEFT - 6, RATES + RATES_HEIGHT, "end", "0");
        List<Svg.Point> points = new ArrayList<>();
        for (int second = 0; second < signed.size(); second += BIN) {
            List<Integer> bin = signed.subList(second, Math.min(signed.size(), second + BIN));
            double mean = bin.stream().mapToInt(Integer::intValue).average().orElse(0);
            points.add(new Svg.Point(
                    x((second + bin.size() / 2.0) * SECOND), RATES + RATES_HEIGHT - mean / most * RATES_HEIGHT));
        }
        svg.lines(points, VOTES);
    }

    private void gaps() {
        svg.text(LEFT, GAPS - 8, "start", "waits of nodes, when they ended");
        for (double length = SHORTEST; length <= LONGEST; length *= 10) {
            svg.line(new Svg.Point(LEFT, waited(length)), new Svg.Point(WIDTH - RIGHT, waited(length)), GRID);
            svg.text(LEFT - 6, waited(length) + 4, "end", String.format(Locale.ROOT, "%.1f s", length / SECOND));
        }
        for (SoakResult.Pause wait : run.waits()) {
            double at = x(wait.toMillis());
            double top = waited(wait.lengthMillis());
            svg.box(
                    at - 1,
                    top,
                    2,
                    GAPS + GAPS_HEIGHT - top,
                    wait.lost() ? LOST : WAIT,
                    wait.node() + " waited " + wait.lengthMillis() + " ms");
        }
    }

    /** On a scale where each ten times longer wait is as much higher. */
    private static double waited(double length) {
        double share =
                Math.log10(Math.max(SHORTEST, Math.min(LONGEST, length)) / SHORTEST) / Math.log10(LONGEST / SHORTEST);
        return GAPS + GAPS_HEIGHT - share * GAPS_HEIGHT;
    }

    private void faults() {
        svg.text(LEFT, ROWS - 8, "start", "faults");
        for (int row = 0; row < kinds.size(); row++) {
            int top = ROWS + row * ROW;
            svg.text(LEFT - 6, top + ROW - 4, "end", kinds.get(row));
            svg.line(new Svg.Point(LEFT, top + ROW), new Svg.Point(WIDTH - RIGHT, top + ROW), GRID);
            for (Felt felt : run.faults()) {
                if (felt.fault().equals(kinds.get(row))) {
                    double from = x(felt.fromMillis());
                    svg.box(
                            from,
                            top + 2,
                            Math.max(1, x(felt.toMillis()) - from),
                            ROW - 4,
                            felt.lost() > 0 ? LOST : FAULT,
                            felt.fault() + " of " + felt.on() + ", gap " + felt.gapMillis() + " ms");
                }
            }
        }
        svg.line(new Svg.Point(LEFT, bottom()), new Svg.Point(WIDTH - RIGHT, bottom()), INK);
    }
}
