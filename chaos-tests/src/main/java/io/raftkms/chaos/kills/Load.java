package io.raftkms.chaos.kills;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A bench that runs for as long as rounds need it: a simulated validator node that asks at a steady rate. */
public final class Load implements AutoCloseable {
    /** More than any rounds can use up; the load is stopped when they are over. */
    private static final int HEIGHTS = 1_000_000;

    private static final Duration SIGNATURE = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(20);

    private final ChildProcess process;
    private final Path observations;
    private final LoadWatch watch;

    private Load(ChildProcess process, Path observations) {
        this.process = process;
        this.observations = observations;
        this.watch = new LoadWatch(observations);
    }

    /**
     * Starts it; the members dial it.
     *
     * @param port that the validator node listens on
     * @param rate signatures a second
     */
    public static Load start(Program program, Path directory, int port, String chainId, int rate) throws IOException {
        Path observations = directory.resolve("observations.jsonl");
        List<String> command = program.serving(
                "bench",
                "--listen",
                "tcp://127.0.0.1:" + port,
                "--chain-id",
                chainId,
                "--heights",
                String.valueOf(HEIGHTS),
                "--rate",
                String.valueOf(rate),
                "--json",
                directory.resolve("bench.json").toString(),
                "--observe",
                observations.toString());
        return new Load(ChildProcess.start("bench", command, directory.resolve("bench.log")), observations);
    }

    public Path observations() {
        return observations;
    }

    public ChildProcess process() {
        return process;
    }

    /** Signatures so far; fails when the bench is gone. */
    public List<Observation> signatures() throws IOException, MalformedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the bench ended before the rounds:\n" + process.logTail(20));
        }
        return watch.signatures();
    }

    /** Waits for the first signature that came back after an instant, in nanoseconds since the Unix epoch. */
    public Observation awaitSignatureAfter(long nanos) {
        return Awaitility.await("a signature after the blow")
                .atMost(SIGNATURE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> signatures().stream()
                                .filter(seen -> seen.endNanos() > nanos)
                                .findFirst()
                                .orElse(null),
                        seen -> seen != null);
    }

    /** Ends it as an operator does, after the request under way. */
    public void stop() throws InterruptedException {
        process.terminate();
        process.awaitExit(END);
    }

    @Override
    public void close() {
        process.close();
    }
}
