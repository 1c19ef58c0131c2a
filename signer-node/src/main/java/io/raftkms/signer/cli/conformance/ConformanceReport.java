package io.raftkms.signer.cli.conformance;

import io.raftkms.signer.simulator.ConformanceList.Result;
import io.raftkms.signer.simulator.ConformanceList.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * What the conformance list found. The JSON form is final: fields are only ever added.
 *
 * @param schema always {@code raftkms-conformance/1}
 * @param node the version of validator nodes that asked, as {@code v0.38}
 * @param extensions whether they wanted vote extensions
 * @param listen where they listened
 * @param publicKey of the signer, lower-case hex
 * @param firstHeight first height that was spent
 * @param heights how many were
 * @param raftkms whether what raftkms promises beyond every signer's duty counts for the verdict
 * @param good the verdict: nothing failed, and with {@code raftkms} nothing differs
 */
public record ConformanceReport(
        String schema,
        String chainId,
        String node,
        boolean extensions,
        List<String> listen,
        String publicKey,
        long firstHeight,
        long heights,
        boolean raftkms,
        boolean good,
        long passed,
        long failed,
        long differs,
        long skipped,
        List<Line> checks) {

    /**
     * One check.
     *
     * @param demandedOf {@code every signer} or {@code raftkms}
     * @param verdict passed, failed, differs (only a promise of raftkms does not hold) or skipped
     * @param detail what was wrong or missing, empty if passed
     */
    public record Line(String name, String demandedOf, String verdict, String detail, long milliseconds) {
        static Line of(Result result) {
            return new Line(
                    result.name(),
                    result.demand().toString(),
                    result.verdict().name().toLowerCase(Locale.ROOT),
                    result.detail(),
                    result.took().toMillis());
        }
    }

    /** What was asked of whom. */
    record Asked(
            String chainId,
            String node,
            boolean extensions,
            List<String> listen,
            String publicKey,
            long firstHeight,
            boolean raftkms) {}

    static ConformanceReport of(Asked asked, long heights, List<Result> results) {
        long failed = count(results, Verdict.FAILED);
        long differs = count(results, Verdict.DIFFERS);
        return new ConformanceReport(
                "raftkms-conformance/1",
                asked.chainId(),
                asked.node(),
                asked.extensions(),
                asked.listen(),
                asked.publicKey(),
                asked.firstHeight(),
                heights,
                asked.raftkms(),
                failed == 0 && !(asked.raftkms() && differs > 0),
                count(results, Verdict.PASSED),
                failed,
                differs,
                count(results, Verdict.SKIPPED),
                results.stream().map(Line::of).toList());
    }

    private static long count(List<Result> results, Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }
}
