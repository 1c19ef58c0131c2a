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
    /** Everything it ever signed here, and positions up to which somebody else may have. */
    private final List<Long> everSigned = new ArrayList<>();

    private final List<Long> floors = new ArrayList<>();
    private long height;
    private long round = Integer.MAX_VALUE;
    private int step = 3;
    private boolean anythingSigned;
    private boolean sealed;
    private boolean paused;
    private long sealedAt = -1;

    /** What it says, and for a signature which request's contents are signed. */
    public record Verdict(String outcome, Ask signed) {}

    public Verdict ask(Ask ask) {
        if (sealed) {
            return new Verdict("SEALED", null);
        }
        if (paused) {
            return new Verdict("PAUSED", null);
        }
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
        long highest =
                anythingSigned || !kept.isEmpty() || mark() != number(0, Integer.MAX_VALUE, 3) ? height + 100_000 : 101;
        if (ask.height() > highest) {
            return new Verdict("BEYOND_JUMP_LIMIT", null);
        }
        kept.add(ask);
        everSigned.add(number(ask));
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

    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /** Sets the mark up to the end of a height: somebody else signed until there. */
    public boolean raise(long toHeight) {
        if (sealed || number(toHeight, Integer.MAX_VALUE, 3) <= mark()) {
            return false;
        }
        floors.add(number(toHeight, Integer.MAX_VALUE, 3));
        setMark(toHeight, Integer.MAX_VALUE, 3);
        anythingSigned = true;
        return true;
    }

    /** Sets the mark back to a position. */
    public boolean lower(Ask to, boolean forget) {
        long target = number(to);
        if (sealed || !paused || target >= mark() || target < sealedAt) {
            return false;
        }
        if (!forget && !everythingAboveIsKept(target)) {
            return false;
        }
        if (forget) {
            kept.clear();
            everSigned.clear();
            floors.clear();
            floors.add(target);
        }
        setMark(to);
        return true;
    }

    private boolean everythingAboveIsKept(long target) {
        List<Long> known = kept.stream().map(NaiveSigner::number).toList();
        return known.stream().anyMatch(one -> one <= target)
                && everSigned.stream().filter(one -> one > target).allMatch(known::contains)
                && floors.stream().allMatch(one -> one <= target);
    }

    /** Seals at the highest position it knows. */
    public void seal() {
        for (Ask ask : kept) {
            if (!sealed && number(ask) > mark()) {
                setMark(ask);
            }
        }
        if (!sealed) {
            sealedAt = mark();
        }
        sealed = true;
    }

    /** Comes back with the end of a height as the other signer's last word. */
    public boolean unseal(long toHeight) {
        if (!sealed || number(toHeight, Integer.MAX_VALUE, 3) <= mark()) {
            return false;
        }
        sealed = false;
        kept.clear();
        floors.add(number(toHeight, Integer.MAX_VALUE, 3));
        setMark(toHeight, Integer.MAX_VALUE, 3);
        anythingSigned = true;
        return true;
    }

    /** Reservations still known, in the order in which they were made. */
    public List<Ask> kept() {
        return kept;
    }

    private void setMark(Ask ask) {
        setMark(ask.height(), ask.round(), ask.step().number());
    }

    private void setMark(long toHeight, long toRound, int toStep) {
        height = toHeight;
        round = toRound;
        step = toStep;
    }

    private long mark() {
        return number(height, round, step);
    }

    private Ask lowestAtOrBelowMark() {
        Ask lowest = null;
        for (Ask ask : kept) {
            if (number(ask) <= mark() && (lowest == null || number(ask) < number(lowest))) {
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
        return (height * 1_000 + Math.min(round, 900)) * 4 + step;
    }
}
