package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A chain with one validator that proposes every block: per height a proposal, a prevote, a precommit, and the public
 * key once, as consensus asks for it after each commit. Requests follow one another, as in CometBFT's single consensus
 * routine.
 */
public final class ChainDriver {
    private final SimulatedValidator validator;
    private final Pace pace;
    private final ByteString extension;
    private final Clock clock;
    private volatile boolean stopped;
    private volatile Run run;

    /**
     * How fast requests follow.
     *
     * @param interval from one request to the next, zero for back to back. A late answer is not made up for
     */
    public record Pace(Duration interval) {
        /** Each request right after the last answer. */
        public static Pace backToBack() {
            return new Pace(Duration.ZERO);
        }

        /**
         * An even rate.
         *
         * @param rate signatures a second
         */
        public static Pace perSecond(double rate) {
            return new Pace(Duration.ofNanos((long) (TimeUnit.SECONDS.toNanos(1) / rate)));
        }
    }

    /**
     * @param extension vote extension of every precommit, empty for none
     * @param clock time of votes and proposals
     */
    public ChainDriver(SimulatedValidator validator, Pace pace, ByteString extension, Clock clock) {
        this.validator = validator;
        this.pace = pace;
        this.extension = extension;
        this.clock = clock;
    }

    /** Ends a run after the request under way; from any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Runs heights one after the other, on the calling thread.
     *
     * @param progress told each height when it is done
     */
    public ChainReport run(long firstHeight, long heights, LongConsumer progress) throws InterruptedException {
        Run now = new Run();
        run = now;
        for (long height = firstHeight; height < firstHeight + heights && !stopped; height++) {
            now.height(height);
            progress.accept(height);
        }
        return now.report();
    }

    /** What the run under way gave until now; from any thread. */
    public ChainReport soFar() {
        Run now = run;
        return now == null ? ChainReport.NOTHING : now.report();
    }

    private final class Run {
        private final long began = System.nanoTime();
        private final Map<Step, List<Long>> latencies = new EnumMap<>(Step.class);
        private final List<ChainReport.Loss> lost = new ArrayList<>();
        private long due = began;

        void height(long height) throws InterruptedException {
            BlockId block = Blocks.of("height " + height);
            pause();
            note(
                    new HeightRoundStep(height, 0, Step.PROPOSAL),
                    validator.signProposal(new Proposal(height, 0, -1, block, clock.instant())));
            for (Step step : List.of(Step.PREVOTE, Step.PRECOMMIT)) {
                pause();
                ByteString carried = step == Step.PRECOMMIT ? extension : ByteString.EMPTY;
                note(
                        new HeightRoundStep(height, 0, step),
                        validator.signVote(new Vote(step.messageType(), height, 0, block, clock.instant(), carried)));
            }
            validator.refreshPublicKey();
        }

        private void pause() throws InterruptedException {
            long now = System.nanoTime();
            due = Math.max(due + pace.interval().toNanos(), now);
            TimeUnit.NANOSECONDS.sleep(due - now);
        }

        private synchronized void note(HeightRoundStep at, SigningOutcome outcome) {
            if (outcome instanceof SigningOutcome.Signed) {
                latencies
                        .computeIfAbsent(at.step(), step -> new ArrayList<>())
                        .add(outcome.took().toNanos());
            } else {
                lost.add(new ChainReport.Loss(at, outcome));
            }
        }

        synchronized ChainReport report() {
            Map<Step, long[]> sorted = new EnumMap<>(Step.class);
            latencies.forEach((step, values) -> sorted.put(
                    step, values.stream().mapToLong(Long::longValue).sorted().toArray()));
            return new ChainReport(sorted, List.copyOf(lost), Duration.ofNanos(System.nanoTime() - began));
        }
    }
}
