package io.raftkms.chaos.interop;

import java.time.Duration;
import java.util.List;

/**
 * What a trial showed.
 *
 * @param blocks height of the last block that was looked at
 * @param killedAt height at which the leader was killed; 0 without a kill
 * @param highRounds heights that needed more than round 0
 * @param ours commits signed by our key
 * @param longest time between two blocks
 * @param recorded signatures that the relay saw, extensions included; 0 without one
 * @param faults what is wrong; empty if the trial passed
 */
record TrialResult(
        long blocks,
        long killedAt,
        List<Long> highRounds,
        int ours,
        Duration longest,
        int recorded,
        List<String> faults) {
    static TrialResult failed(String fault) {
        return new TrialResult(0, 0, List.of(), 0, Duration.ZERO, 0, List.of(fault));
    }

    boolean passed() {
        return faults.isEmpty();
    }
}
