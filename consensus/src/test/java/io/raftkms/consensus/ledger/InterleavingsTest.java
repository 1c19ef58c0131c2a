package io.raftkms.consensus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Reservation;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * S1 to S3 at the level of the state machine, whatever is interleaved. A failure names its seed; one run again, told in full, is {@code
 * -Draftkms.interleavings.seed=SEED}.
 */
class InterleavingsTest {
    private static final int RUNS = 10_000;
    private static final int STEPS = 30;

    @Test
    void keepsItsPromisesInTenThousandRandomRuns() {
        Long only = Long.getLong("raftkms.interleavings.seed");
        long first = only != null ? only : new Random().nextLong();
        int runs = only != null ? 1 : RUNS;
        System.out.println("interleavings: " + runs + " runs from seed " + first);
        Map<Ask, Reservation> requests = new HashMap<>();
        long released = 0;
        for (long seed = first; seed != first + runs; seed++) {
            InterleavedRun run = new InterleavedRun(new Random(seed), requests, only != null);
            try {
                run.steps(STEPS);
                run.settle();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + "\n" + run.story(), e);
            }
            released += run.releases();
        }
        assertThat(released).as("signatures in all runs").isGreaterThan(runs);
    }
}
