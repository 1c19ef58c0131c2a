package io.raftkms.consensus.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * A second, independent model of the rule: it knows contents instead of bytes, searches lists instead of keeping order,
 * and shares no class with the rule. One key, on a new chain that begins at height 1.
 */
public final class NaiveSigner {
    private static final int KEPT = 32;

    private final List<Ask> kept = new ArrayList<>();
    private long height;
    private long round = Integer.MAX_VALUE;
    private int step = 3;
    private boolean anythingSigned;

    /** What it says, and for a signature which request's contents are signed. */
    public record Verdict(String outcome, Ask signed) {}

    public Verdict ask(Ask ask) {
        for (Ask old : kept) {
            if (old.height() == ask.height() && old.round() == ask.round() && old.step() == ask.step()) {
                boolean sameTime = old.second() == ask.second();
                boolean vote = ask.step().number() != 1;
                boolean sameContents = old.block() == ask.block() && (vote || old.polRound() == ask.polRound());
                return sameContents && (sameTime || vote) ? new Verdict("REUSE", old) : new Verdict("CONFLICT", null);
            }
        }
        if (ask.height() < height) {
            return new Verdict("HEIGHT_REGRESSION", null);
        }
        if (ask.height() == height && ask.round() < round) {
            return new Verdict("ROUND_REGRESSION", null);
        }
        if (ask.height() == height && ask.round() == round && ask.step().number() <= step) {
            return new Verdict("STEP_REGRESSION", null);
        }
        long highest = anythingSigned ? height + 100_000 : 101;
        if (ask.height() > highest) {
            return new Verdict("BEYOND_JUMP_LIMIT", null);
        }
        kept.add(ask);
        setMark(ask);
        anythingSigned = true;
        if (kept.size() > KEPT) {
            kept.remove(lowestAtOrBelowMark());
        }
        return new Verdict("RESERVE", ask);
    }

    /** Sets the mark to a kept reservation, as an operator may lower it. */
    public void lowerTo(Ask reserved) {
        setMark(reserved);
    }

    /** Reservations still known, in the order in which they were made. */
    public List<Ask> kept() {
        return kept;
    }

    private void setMark(Ask ask) {
        height = ask.height();
        round = ask.round();
        step = ask.step().number();
    }

    private Ask lowestAtOrBelowMark() {
        Ask lowest = null;
        for (Ask ask : kept) {
            if (number(ask) <= number(height, round, step) && (lowest == null || number(ask) < number(lowest))) {
                lowest = ask;
            }
        }
        return lowest;
    }

    private static long number(Ask ask) {
        return number(ask.height(), ask.round(), ask.step().number());
    }

    /** One number a position; the property tests stay far below what would overflow. */
    private static long number(long height, long round, int step) {
        return (height * 1_000 + round) * 4 + step;
    }
}
