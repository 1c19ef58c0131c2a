package io.raftkms.signer.demo;

import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.simulator.ChainReport;
import io.raftkms.signer.simulator.DifferentSignatures;
import io.raftkms.signer.simulator.SharedKeyDriver;
import io.raftkms.signer.simulator.SigningOutcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * What {@code bench --validators} measured. The JSON form is final: fields are only ever added.
 *
 * @param schema always {@code raftkms-bench-validators/1}
 * @param validators names of the nodes, as in observations
 * @param heights heights that were asked for
 * @param ratePerSecond steps a second that were asked for, 0 for back to back
 * @param signed signatures that verified, of what the nodes agree on
 * @param refused agreed requests that were answered with an error
 * @param invalid agreed requests whose answer a node would drop or halt at
 * @param lost agreed requests without an answer in any try
 * @param firstFailure position and end of the first of these three, null without one
 * @param types latencies of agreed requests by proposal, prevote, precommit and all
 * @param conflicting how conflicting requests ended, null without {@code --conflicts}
 * @param differentSignatures signatures that cover other bytes than another one for the same height, round and step
 * @param firstDifference where the first of them was, null without one
 * @param stopped true if a signal ended the run: the rest of the heights was not asked for
 * @param done heights of which everything was answered
 */
public record SharedKeyReport(
        String schema,
        String chainId,
        List<String> validators,
        long firstHeight,
        long heights,
        double ratePerSecond,
        int extensionBytes,
        int signed,
        long refused,
        long invalid,
        long lost,
        String firstFailure,
        double seconds,
        double throughputPerSecond,
        Map<String, BenchReport.Latency> types,
        SharedKeyDriver.Conflicts conflicting,
        long differentSignatures,
        String firstDifference,
        boolean stopped,
        long done)
        implements LoadReport {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * @param conflicts whether there were any
     */
    public static SharedKeyReport of(
            BenchReport.Asked asked,
            List<String> validators,
            boolean conflicts,
            SharedKeyDriver.Outcome outcome,
            DifferentSignatures watch) {
        ChainReport run = outcome.ordinary();
        double seconds = run.took().toNanos() / NANOS_PER_SECOND;
        return new SharedKeyReport(
                "raftkms-bench-validators/1",
                asked.chainId(),
                validators,
                asked.firstHeight(),
                asked.heights(),
                asked.ratePerSecond(),
                asked.extensionBytes(),
                run.signed(),
                BenchReport.count(run, SigningOutcome.Refused.class),
                BenchReport.count(run, SigningOutcome.Invalid.class),
                BenchReport.count(run, SigningOutcome.Lost.class),
                BenchReport.firstFailure(run),
                seconds,
                seconds > 0 ? run.signed() / seconds : 0,
                BenchReport.latencies(run),
                conflicts ? outcome.conflicts() : null,
                watch.found(),
                watch.first().orElse(null),
                outcome.heights() < asked.heights(),
                outcome.heights());
    }

    @Override
    public void print(PrintWriter out) {
        SharedKeyText.print(this, out);
    }

    @Override
    public ExitCode exitCode() {
        if (differentSignatures > 0) {
            return ExitCode.FOUND;
        }
        return good() ? ExitCode.OK : ExitCode.REFUSED;
    }

    /** Whether every agreed request was signed, nothing else unanswered, and no position signed in two ways. */
    public boolean good() {
        boolean answered = conflicting == null || conflicting.invalid() + conflicting.lost() == 0;
        return refused + invalid + lost == 0 && answered && differentSignatures == 0;
    }
}
