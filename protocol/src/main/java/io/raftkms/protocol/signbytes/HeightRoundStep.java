package io.raftkms.protocol.signbytes;

import java.util.Comparator;

/**
 * A position in a chain's consensus: height, round within it, step within that. Ordered in that sequence.
 *
 * @param height 0 (nothing signed) or the block height, from 1
 * @param round round within the height, from 0
 * @param step step within the round
 */
public record HeightRoundStep(long height, int round, Step step) implements Comparable<HeightRoundStep> {
    private static final Comparator<HeightRoundStep> ORDER = Comparator.comparingLong(HeightRoundStep::height)
            .thenComparingInt(HeightRoundStep::round)
            .thenComparing(HeightRoundStep::step);

    /** Below every position that can be signed. */
    public static final HeightRoundStep ZERO = new HeightRoundStep(0, 0, Step.NONE);

    public HeightRoundStep {
        if (height < 0 || round < 0) {
            throw new IllegalArgumentException("height and round are not negative: " + height + "/" + round);
        }
    }

    /** The last position of a height: at or below it lies every round and step of that height. */
    public static HeightRoundStep endOf(long height) {
        return new HeightRoundStep(height, Integer.MAX_VALUE, Step.PRECOMMIT);
    }

    @Override
    public int compareTo(HeightRoundStep other) {
        return ORDER.compare(this, other);
    }

    /** As {@code 12/0/prevote}. */
    @Override
    public String toString() {
        return height + "/" + round + "/" + step;
    }
}
