package io.raftkms.chaos.judge;

import java.time.Duration;
import java.util.List;

/** Times of many events, of which some are shown. */
public record Spread(List<Duration> ascending) {
    private static final double MIDDLE = 0.5;

    public Spread {
        ascending = ascending.stream().sorted().toList();
    }

    /**
     * A time that the given share did not exceed.
     *
     * @param quantile 0 to 1; 1 is the longest
     * @return zero without events
     */
    public Duration quantile(double quantile) {
        if (ascending.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(quantile * ascending.size()) - 1;
        return ascending.get(Math.max(0, Math.min(ascending.size() - 1, rank)));
    }

    public Duration median() {
        return quantile(MIDDLE);
    }

    public Duration worst() {
        return quantile(1);
    }
}
