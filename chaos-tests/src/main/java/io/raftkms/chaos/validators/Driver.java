package io.raftkms.chaos.validators;

import io.raftkms.chaos.wire.PrivvalMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Makes a node ask, one request after the other, at a rate that it may fall behind of, until it is closed. */
public abstract class Driver implements AutoCloseable {
    private final ValidatorNode node;
    private final long pauseNanos;
    private final Thread thread;
    private final AtomicReference<Tally> tally = new AtomicReference<>(Tally.NONE);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    /** Whoever has it decides whether the node asks. */
    private final Semaphore turn = new Semaphore(1, true);

    private volatile boolean running = true;

    Driver(ValidatorNode node, int requestsPerSecond) {
        this.node = node;
        pauseNanos = TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
        thread = new Thread(this::run, node.name());
        thread.setDaemon(true);
    }

    /** Begins, with the node's question for its key. */
    public void start() {
        thread.start();
    }

    public ValidatorNode node() {
        return node;
    }

    public Tally tally() {
        return tally.get();
    }

    /** Why it ended by itself, which it never should. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** The next request, and what to make of its answer. */
    abstract void step() throws IOException, InterruptedException;

    Answer ask(PrivvalMessage.Asked asked) throws IOException, InterruptedException {
        return count(node.ask(asked));
    }

    Answer count(Answer answer) {
        tally.updateAndGet(before -> before.and(answer));
        return answer;
    }

    private void run() {
        try {
            node.awaitPublicKey();
            long next = System.nanoTime();
            while (running) {
                turn.acquire();
                try {
                    step();
                } finally {
                    turn.release();
                }
                next = Math.max(next + pauseNanos, System.nanoTime() - pauseNanos);
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException failed) {
            if (running) {
                failure.set(failed);
            }
        }
    }

    /**
     * Asks nothing more until {@link #wake}.
     *
     * @return whether the request under way had its answer in time; else the node asks on
     */
    public boolean rest(Duration limit) throws InterruptedException {
        return turn.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks again. */
    public void wake() {
        turn.release();
    }

    /** Ends after the request under way, or in the middle of it when that takes too long. */
    public void stop(long limitMillis) throws InterruptedException {
        running = false;
        thread.join(limitMillis);
    }

    @Override
    public void close() throws IOException {
        running = false;
        thread.interrupt();
        node.close();
    }
}
