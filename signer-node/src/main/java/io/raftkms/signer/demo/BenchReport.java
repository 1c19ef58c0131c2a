package io.raftkms.signer.demo;

import io.raftkms.protocol.signbytes.Step;
import io.raftkms.signer.simulator.ChainReport;
import io.raftkms.signer.simulator.SigningOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code bench} measured. The JSON form is final: fields are only ever added.
 *
 * @param schema always {@code raftkms-bench/1}
 * @param heights heights that were asked for
 * @param ratePerSecond signatures a second that were asked for, 0 for back to back
 * @param extensionBytes size of each precommit's vote extension
 * @param signed signatures that verified
 * @param refused requests answered with an error
 * @param invalid answers that a node would drop or halt at
 * @param lost requests without an answer in any try
 * @param seconds the whole run
 * @param throughputPerSecond signed / seconds
 * @param firstSignatureMs from the first request to its answer
 * @param types latencies by proposal, prevote, precommit and all
 * @param stopped true if a signal ended the run: the rest of the heights was not asked for
 * @param firstFailure position and reason of the first request without a signature; null without one
 */
public record BenchReport(
        String schema,
        String chainId,
        long firstHeight,
        long heights,
        double ratePerSecond,
        int extensionBytes,
        int signed,
        long refused,
        long invalid,
        long lost,
        double seconds,
        double throughputPerSecond,
        double firstSignatureMs,
        Map<String, Latency> types,
        boolean stopped,
        String firstFailure) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double P50 = 0.50;
    private static final double P99 = 0.99;

    /** Milliseconds; a latency runs from the request's first try to its answer. */
    public record Latency(int count, double p50Ms, double p99Ms, double maxMs) {}

    /** What was asked for. */
    public record Asked(String chainId, long firstHeight, long heights, double ratePerSecond, int extensionBytes) {}

    static BenchReport of(Asked asked, ChainReport run, Duration firstSignature, boolean stopped) {
        Map<String, Latency> types = new LinkedHashMap<>();
        for (Step step : List.of(Step.PROPOSAL, Step.PREVOTE, Step.PRECOMMIT)) {
            int count = run.latencies().getOrDefault(step, new long[0]).length;
            types.put(
                    step.toString(),
                    new Latency(
                            count,
                            millis(run.latency(step, P50)),
                            millis(run.latency(step, P99)),
                            millis(run.latency(step, 1))));
        }
        types.put(
                "all",
                new Latency(run.signed(), millis(run.latency(P50)), millis(run.latency(P99)), millis(run.latency(1))));
        double seconds = run.took().toNanos() / NANOS_PER_SECOND;
        return new BenchReport(
                "raftkms-bench/1",
                asked.chainId(),
                asked.firstHeight(),
                asked.heights(),
                asked.ratePerSecond(),
                asked.extensionBytes(),
                run.signed(),
                count(run, SigningOutcome.Refused.class),
                count(run, SigningOutcome.Invalid.class),
                count(run, SigningOutcome.Lost.class),
                seconds,
                seconds > 0 ? run.signed() / seconds : 0,
                millis(firstSignature),
                types,
                stopped,
                firstFailure(run));
    }

    private static String firstFailure(ChainReport run) {
        return run.lost().stream()
                .findFirst()
                .map(loss -> loss.at() + ": " + loss.outcome().why())
                .orElse(null);
    }

    /** Whether every request that was made was signed. */
    public boolean complete() {
        return refused + invalid + lost == 0;
    }

    private static long count(ChainReport run, Class<? extends SigningOutcome> outcome) {
        return run.lost().stream()
                .filter(loss -> outcome.isInstance(loss.outcome()))
                .count();
    }

    static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }
}
