package io.raftkms.chaos.liveness;

import io.raftkms.chaos.judge.Spread;
import io.raftkms.chaos.validators.AcceptGeneration;
import java.time.Duration;
import java.util.List;

/**
 * What a node of one generation felt of an event.
 *
 * @param gaps one a round
 * @param lost votes given up in all rounds
 * @param faults what is wrong; empty if every round came to its end and the judge found nothing
 */
record Measured(Event event, AcceptGeneration generation, List<Duration> gaps, long lost, List<String> faults) {
    Spread spread() {
        return new Spread(gaps);
    }

    /** Whether the median and the longest are within what is aimed at. */
    boolean asAimed() {
        return faults.isEmpty()
                && lost == 0
                && !gaps.isEmpty()
                && spread().median().compareTo(event.median()) <= 0
                && spread().worst().compareTo(event.worst()) <= 0;
    }
}
