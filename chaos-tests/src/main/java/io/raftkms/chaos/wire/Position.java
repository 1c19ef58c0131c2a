package io.raftkms.chaos.wire;

import java.util.Comparator;

/**
 * Height, round and step.
 *
 * @param step 1 proposal, 2 prevote, 3 precommit
 */
public record Position(long height, long round, int step) implements Comparable<Position> {
    public static final int PROPOSAL = 1;
    public static final int PREVOTE = 2;
    public static final int PRECOMMIT = 3;

    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::height)
            .thenComparingLong(Position::round)
            .thenComparingInt(Position::step);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return height + "/" + round + "/" + step;
    }
}
