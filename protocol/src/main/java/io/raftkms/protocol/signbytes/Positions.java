package io.raftkms.protocol.signbytes;

import java.util.Optional;

/** From signed 64-bit numbers to positions that a validator can sign at. */
final class Positions {
    private Positions() {}

    static Optional<HeightRoundStep> of(long height, long round, Step step) {
        if (height < 1 || round < 0 || round > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new HeightRoundStep(height, (int) round, step));
    }
}
