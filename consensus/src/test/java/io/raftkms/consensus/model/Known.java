package io.raftkms.consensus.model;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** A function of small numbers, each asked once. What it says is 0 or more. */
final class Known {
    private static final int UNKNOWN = -1;

    private final IntUnaryOperator function;
    private int[] known = new int[0];

    Known(IntUnaryOperator function) {
        this.function = function;
    }

    int of(int number) {
        if (number >= known.length) {
            int before = known.length;
            known = Arrays.copyOf(known, Math.max(64, 2 * number));
            Arrays.fill(known, before, known.length, UNKNOWN);
        }
        if (known[number] == UNKNOWN) {
            int value = function.applyAsInt(number);
            known[number] = value;
        }
        return known[number];
    }
}
