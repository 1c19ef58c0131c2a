package io.raftkms.chaos.lifecycle;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A simulated validator node that asks for twenty signatures a second, and what became of each. */
final class SteadyLoad implements AutoCloseable {
    private static final int RATE = 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final Path file;

    private SteadyLoad(ChildProcess process, Path file) {
        this.process = process;
        this.file = file;
    }

    /**
     * Starts it and waits for the first signatures.
     *
     * @param first height; above all that was signed before
     * @param oldAccept with the accept loop of older nodes
     */
    static SteadyLoad start(TestValidator validator, long first, boolean oldAccept) throws IOException {
        Path directory = Files.createTempDirectory(validator.directory(), "load");
        Path file = directory.resolve("observations.jsonl");
        List<String> words = new ArrayList<>(List.of(
                "bench",
                "--listen",
                validator.address(),
                "--chain-id",
                validator.chainId(),
                "--first-height",
                String.valueOf(first),
                "--heights",
                "100000",
                "--rate",
                String.valueOf(RATE),
                "--observe",
                file.toString()));
        if (oldAccept) {
            words.add("--old-accept");
        }
        List<String> command = validator.program().serving(words.toArray(String[]::new));
        SteadyLoad load = new SteadyLoad(ChildProcess.start("bench", command, directory.resolve("bench.log")), file);
        try {
            load.awaitMore(RATE);
        } catch (RuntimeException failed) {
            load.close();
            throw failed;
        }
        return load;
    }

    /** What it has seen so far. */
    Path file() {
        return file;
    }

    /** Waits for that many more signatures. */
    void awaitMore(int number) {
        int before = signatures().size();
        Awaitility.await("signatures").atMost(LIMIT).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the bench ended:\n" + process.logTail(20));
            }
            return signatures().size() >= before + number;
        });
    }

    /** Requests that got no signature: given up by the node, or answered with an error. */
    List<Observation> unsigned() {
        return observations().stream()
                .filter(one -> one.event() == Observation.Event.LOST || one.event() == Observation.Event.REFUSAL)
                .toList();
    }

    /** Between two signatures that came back one after the other. */
    Duration longestGap() {
        long longest = 0;
        long before = 0;
        for (Observation one : signatures()) {
            longest = before == 0 ? 0 : Math.max(longest, one.endNanos() - before);
            before = one.endNanos();
        }
        return Duration.ofNanos(longest);
    }

    /** Prints what it felt. */
    void report(String what) {
        System.out.println(what + ": longest gap " + longestGap().toMillis() + " ms, "
                + unsigned().size() + " requests without a signature");
    }

    private List<Observation> signatures() {
        return observations().stream()
                .filter(one -> one.event() == Observation.Event.SIGNATURE)
                .toList();
    }

    private List<Observation> observations() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String text = Files.readString(file);
            ObservationFormat format = new ObservationFormat();
            List<Observation> read = new ArrayList<>();
            // The last line may be half written.
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                read.add(format.read(line, file.getFileName().toString()));
            }
            return read;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (io.raftkms.chaos.wire.MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
