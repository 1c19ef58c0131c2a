package io.raftkms.signer.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What every remote signer must do, and what raftkms promises beyond that, as named checks against any signer that dials
 * the given nodes. Each check uses heights of its own, upwards from a start height that must lie above the signer's mark (and not further above it than
 * the signer lets a chain jump).
 *
 * <p>The nodes must be started, share one chain and one signer, and run an accept loop that arms itself again: with the
 * older one the time limits cannot hold.
 */
public final class ConformanceList {
    /** How often a signer that seems to be gone is asked for its key; each time a node waits three seconds for it. */
    private static final int PATIENCE = 10;

    private final List<SimulatedValidator> nodes;
    private final boolean extensions;
    private final Probe probe;
    private final long startHeight;

    /**
     * Demands on time, and sizes.
     *
     * @param recovery within which a signer is back after the loss of a connection or a restart of the node
     * @param parked how long a link must wait without a byte
     * @param restarts how often the node is restarted
     */
    public record Limits(Duration recovery, Duration parked, int restarts) {
        /** Back within 1 s, parked for 60 s, ten restarts. */
        public static Limits standard() {
            return new Limits(Duration.ofSeconds(1), Duration.ofSeconds(60), 10);
        }
    }

    /** How a check ended. */
    public enum Verdict {
        PASSED,
        /** A demand on every signer does not hold, or the signer did not come back. */
        FAILED,
        /** Only what raftkms promises beyond that does not hold. */
        DIFFERS,
        /** It needs more nodes, or nodes that know vote extensions. */
        SKIPPED
    }

    /**
     * One check's end.
     *
     * @param detail what was wrong or missing, empty if passed
     */
    public record Result(String name, Demand demand, Verdict verdict, String detail, Duration took) {}

    /**
     * @param nodes one to three started nodes; most checks use the first
     */
    public ConformanceList(List<SimulatedValidator> nodes, Limits limits, long startHeight) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("the list needs at least one node");
        }
        this.nodes = List.copyOf(nodes);
        this.extensions = nodes.get(0).wantsExtensions();
        this.startHeight = startHeight;
        this.probe = new Probe(this.nodes, limits, startHeight);
    }

    /** Names of all checks, in order. */
    public static List<String> names() {
        return checks().map(Check::name).toList();
    }

    /** Heights that were asked for until now, all of them spent. */
    public long heights() {
        return probe.nextHeight() - startHeight;
    }

    /**
     * Runs all checks, also after a failed one, while there is a signer.
     *
     * @param progress told each result as it comes
     */
    public List<Result> run(Consumer<Result> progress) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        String gone = "";
        for (Check check : checks().toList()) {
            Result result = gone.isEmpty() ? run(check) : skipped(check, gone);
            boolean sound = result.verdict() == Verdict.PASSED || result.verdict() == Verdict.SKIPPED;
            if (!sound && !nodes.get(0).signerAnswers(PATIENCE)) {
                result = gone(result);
                gone = "the signer did not come back after \"" + check.name() + "\"";
            }
            results.add(result);
            progress.accept(result);
        }
        return results;
    }

    private static Result gone(Result before) {
        String detail = before.detail() + "; the signer did not come back";
        return new Result(before.name(), before.demand(), Verdict.FAILED, detail, before.took());
    }

    private static Result skipped(Check check, String why) {
        return new Result(check.name(), check.demand(), Verdict.SKIPPED, why, Duration.ZERO);
    }

    private Result run(Check check) throws InterruptedException {
        if (check.nodes() > nodes.size()) {
            return skipped(check, "needs " + check.nodes() + " nodes");
        }
        if (check.extensions() && !extensions) {
            return skipped(check, "the node wants no vote extensions");
        }
        long began = System.nanoTime();
        String failure = "";
        try {
            check.body().run(probe);
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (CheckFailedException failed) {
            failure = failed.getMessage();
        } catch (Exception failed) {
            failure = failed.toString();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        List<String> broken = probe.takeBrokenPromises();
        if (failure.isEmpty()) {
            Verdict verdict = broken.isEmpty() ? Verdict.PASSED : Verdict.DIFFERS;
            return new Result(check.name(), check.demand(), verdict, String.join("; ", broken), took);
        }
        Verdict verdict = check.demand() == Demand.RAFTKMS ? Verdict.DIFFERS : Verdict.FAILED;
        return new Result(check.name(), check.demand(), verdict, failure, took);
    }

    private static Stream<Check> checks() {
        return Stream.of(
                        SigningChecks.all(),
                        RefusalChecks.all(),
                        ExtensionChecks.all(),
                        LinkChecks.all(),
                        SeveralNodesChecks.all())
                .flatMap(List::stream);
    }
}
