package io.raftkms.signer.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What every remote signer must do, as named checks against any signer that dials the given nodes. Each check uses
 * heights of its own, upwards from a start height that must lie above the signer's mark (and not further above it than
 * the signer lets a chain jump).
 *
 * <p>The nodes must be started, share one chain and one signer, and run an accept loop that arms itself again: with the
 * older one the time limits cannot hold.
 */
public final class ConformanceList {
    private final List<SimulatedValidator> nodes;
    private final boolean extensions;
    private final Probe probe;

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
        FAILED,
        /** It needs more nodes, or nodes that know vote extensions. */
        SKIPPED
    }

    /**
     * One check's end.
     *
     * @param detail what was wrong or missing, empty if passed
     */
    public record Result(String name, Verdict verdict, String detail, Duration took) {}

    /**
     * @param nodes one to three started nodes; most checks use the first
     */
    public ConformanceList(List<SimulatedValidator> nodes, Limits limits, long startHeight) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("the list needs at least one node");
        }
        this.nodes = List.copyOf(nodes);
        this.extensions = nodes.get(0).dialect().readsExtensionSignatures();
        this.probe = new Probe(this.nodes, limits, startHeight);
    }

    /** Names of all checks, in order. */
    public static List<String> names() {
        return checks().map(Check::name).toList();
    }

    /**
     * Runs all checks, also after a failed one.
     *
     * @param progress told each result as it comes
     */
    public List<Result> run(Consumer<Result> progress) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        for (Check check : checks().toList()) {
            Result result = run(check);
            results.add(result);
            progress.accept(result);
        }
        return results;
    }

    private Result run(Check check) throws InterruptedException {
        if (check.nodes() > nodes.size()) {
            return new Result(check.name(), Verdict.SKIPPED, "needs " + check.nodes() + " nodes", Duration.ZERO);
        }
        if (check.extensions() && !extensions) {
            return new Result(check.name(), Verdict.SKIPPED, "the node knows no vote extensions", Duration.ZERO);
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
        Verdict verdict = failure.isEmpty() ? Verdict.PASSED : Verdict.FAILED;
        return new Result(check.name(), verdict, failure, Duration.ofNanos(System.nanoTime() - began));
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
