package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Several validator nodes of one key, as those who run spare nodes have them: at every step of every height all of them
 * ask at the same instant. With conflicts they also ask for what must be refused, between one height and the next.
 */
public final class SharedKeyDriver implements AutoCloseable {
    private final List<SimulatedValidator> nodes;
    private final ChainDriver.Pace pace;
    private final ByteString extension;
    private final boolean conflicts;
    private final Clock clock;
    private final ExecutorService threads;
    private final CyclicBarrier together;
    private volatile boolean stopped;
    private volatile Run run;

    /** How requests that conflict ended; signed ones are those that came first, or above all others. */
    public record Conflicts(long asked, long signed, long refused, long invalid, long lost) {}

    /**
     * What a run gave.
     *
     * @param ordinary of all nodes' agreed requests
     * @param heights done, with their conflicts
     */
    public record Outcome(ChainReport ordinary, Conflicts conflicts, long heights) {
        private static final Outcome NOTHING = new Outcome(ChainReport.NOTHING, new Conflicts(0, 0, 0, 0, 0), 0);
    }

    /**
     * @param nodes started, of one chain and one signer
     * @param pace from one step to the next; every node asks once a step
     * @param extension vote extension of every agreed precommit, empty for none
     * @param clock time of votes
     */
    public SharedKeyDriver(
            List<SimulatedValidator> nodes,
            ChainDriver.Pace pace,
            ByteString extension,
            boolean conflicts,
            Clock clock) {
        this.nodes = List.copyOf(nodes);
        this.pace = pace;
        this.extension = extension;
        this.conflicts = conflicts;
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(nodes.size());
        this.together = new CyclicBarrier(nodes.size());
    }

    /** Ends a run after the height under way; from any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Runs heights one after the other; returns when every node has its last answer.
     *
     * @param progress told each height when it is done
     */
    public Outcome run(long firstHeight, long heights, LongConsumer progress) throws InterruptedException {
        Run now = new Run();
        run = now;
        for (long height = firstHeight; height < firstHeight + heights && !stopped; height++) {
            now.height(height);
            progress.accept(height);
        }
        return now.outcome();
    }

    /** What the run under way gave until now; from any thread. */
    public Outcome soFar() {
        Run now = run;
        return now == null ? Outcome.NOTHING : now.outcome();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private record Answered(HeightRoundStep at, SigningOutcome outcome) {}

    private final class Run {
        private final long began = System.nanoTime();
        private final Map<Step, List<Long>> latencies = new EnumMap<>(Step.class);
        private final List<ChainReport.Loss> lost = new ArrayList<>();
        private final Map<Class<?>, Long> conflicting = new HashMap<>();
        private long due = began;
        private long heights;

        void height(long height) throws InterruptedException {
            String chainId = nodes.get(0).chainId();
            for (Salvo salvo : Salvo.ofHeight(chainId, height, nodes.size(), extension, clock)) {
                pause();
                fire(salvo);
            }
            if (conflicts) {
                for (Salvo salvo : Salvo.conflictsAt(chainId, height, nodes.size(), clock)) {
                    fire(salvo);
                }
            }
            noteHeight();
        }

        private synchronized void noteHeight() {
            heights++;
        }

        private void pause() throws InterruptedException {
            long now = System.nanoTime();
            due = Math.max(due + pace.interval().toNanos(), now);
            TimeUnit.NANOSECONDS.sleep(due - now);
        }

        private void fire(Salvo salvo) throws InterruptedException {
            List<Callable<List<Answered>>> shares = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                SimulatedValidator node = nodes.get(i);
                List<PrivvalRequest> share = salvo.of(i, nodes.size());
                shares.add(() -> ask(node, share));
            }
            for (Future<List<Answered>> share : threads.invokeAll(shares)) {
                for (Answered one : answers(share)) {
                    note(salvo, one);
                }
            }
        }

        private synchronized void note(Salvo salvo, Answered one) {
            if (salvo.conflicting()) {
                conflicting.merge(one.outcome().getClass(), 1L, Long::sum);
            } else if (one.outcome() instanceof SigningOutcome.Signed signed) {
                latencies
                        .computeIfAbsent(one.at().step(), step -> new ArrayList<>())
                        .add(signed.took().toNanos());
            } else {
                lost.add(new ChainReport.Loss(one.at(), one.outcome()));
            }
        }

        synchronized Outcome outcome() {
            Map<Step, long[]> sorted = new EnumMap<>(Step.class);
            latencies.forEach((step, values) -> sorted.put(
                    step, values.stream().mapToLong(Long::longValue).sorted().toArray()));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return new Outcome(
                    new ChainReport(sorted, List.copyOf(lost), took),
                    new Conflicts(
                            conflicting.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum(),
                            count(SigningOutcome.Signed.class),
                            count(SigningOutcome.Refused.class),
                            count(SigningOutcome.Invalid.class),
                            count(SigningOutcome.Lost.class)),
                    heights);
        }

        private long count(Class<? extends SigningOutcome> type) {
            return conflicting.getOrDefault(type, 0L);
        }
    }

    private List<Answered> ask(SimulatedValidator node, List<PrivvalRequest> share) throws Exception {
        together.await();
        List<Answered> answers = new ArrayList<>();
        for (PrivvalRequest request : share) {
            answers.add(new Answered(AskedBytes.of(request).at(), node.sign(request)));
        }
        return answers;
    }

    private static List<Answered> answers(Future<List<Answered>> share) throws InterruptedException {
        try {
            return share.get();
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect.getCause());
        }
    }
}
