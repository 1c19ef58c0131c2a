package io.raftkms.consensus.rule;

import java.util.OptionalLong;

/**
 * A key signs nothing until it is resumed.
 *
 * @param fromHeight the first height that is not signed, from 1; empty for every height
 */
public record Pause(OptionalLong fromHeight) {
    public Pause {
        if (fromHeight.isPresent() && fromHeight.getAsLong() < 1) {
            throw new IllegalArgumentException("a pause begins at height 1 or more, not " + fromHeight.getAsLong());
        }
    }

    /** This pause and another at once: a pause is only ever weakened by resuming. */
    public Pause and(Pause other) {
        if (fromHeight.isEmpty() || other.fromHeight.isEmpty()) {
            return new Pause(OptionalLong.empty());
        }
        return new Pause(OptionalLong.of(Math.min(fromHeight.getAsLong(), other.fromHeight.getAsLong())));
    }

    /** Whether a vote or proposal of this height is held back. */
    public boolean covers(long height) {
        return fromHeight.isEmpty() || height >= fromHeight.getAsLong();
    }
}
