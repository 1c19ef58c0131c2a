package io.raftkms.signer.simulator;

import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a run of heights gave.
 *
 * @param latencies nanoseconds of each signature, sorted, by step
 * @param lost votes and proposals that were not signed, whatever the reason
 * @param took the whole run
 */
public record ChainReport(Map<Step, long[]> latencies, List<Loss> lost, Duration took) {
    /** Of a run that has not begun. */
    public static final ChainReport NOTHING = new ChainReport(Map.of(), List.of(), Duration.ZERO);

    /**
     * A vote or proposal without a usable signature.
     *
     * @param outcome how it ended: refused, invalid or lost
     */
    public record Loss(HeightRoundStep at, SigningOutcome outcome) {}

    /** Signatures of all steps. */
    public int signed() {
        return latencies.values().stream().mapToInt(values -> values.length).sum();
    }

    /**
     * A latency that the given share of a step's signatures did not exceed.
     *
     * @param quantile 0 to 1; 1 is the longest
     * @return zero without signatures
     */
    public Duration latency(Step step, double quantile) {
        return quantile(latencies.getOrDefault(step, new long[0]), quantile);
    }

    /** As {@link #latency(Step, double)}, over all steps. */
    public Duration latency(double quantile) {
        long[] all = latencies.values().stream()
                .flatMapToLong(Arrays::stream)
                .sorted()
                .toArray();
        return quantile(all, quantile);
    }

    private static Duration quantile(long[] sorted, double quantile) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(quantile * sorted.length) - 1;
        return Duration.ofNanos(sorted[Math.max(0, Math.min(sorted.length - 1, rank))]);
    }
}
