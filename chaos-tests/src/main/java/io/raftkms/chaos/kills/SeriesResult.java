package io.raftkms.chaos.kills;

import io.raftkms.chaos.judge.Spread;
import java.time.Duration;
import java.util.List;

/**
 * What the rounds against one cluster showed.
 *
 * @param faults what is wrong; empty if nothing was lost, nothing signed twice, and every ledger equal
 */
public record SeriesResult(List<Round> rounds, int signatures, List<String> faults) {
    public boolean passed() {
        return faults.isEmpty();
    }

    /**
     * A gap that the given share of rounds did not exceed.
     *
     * @param quantile 0 to 1; 1 is the longest
     */
    public Duration gap(double quantile) {
        return new Spread(rounds.stream().map(Round::gap).toList()).quantile(quantile);
    }

    /** Rounds in which a request was on its way when the blow fell. */
    public long inFlight() {
        return rounds.stream().filter(Round::inFlight).count();
    }
}
