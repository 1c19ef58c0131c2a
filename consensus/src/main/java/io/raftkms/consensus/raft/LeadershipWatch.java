package io.raftkms.consensus.raft;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of every change of leadership, in order, on one thread. Ratis announces a new leader but not the loss
 * of one, and from under its locks: so its announcements only make this look again, and it looks by itself too.
 */
final class LeadershipWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeadershipWatch.class);

    private final Supplier<Leadership> now;
    private final Duration period;
    private final List<Consumer<Leadership>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread;
    private Leadership last;

    LeadershipWatch(String name, Supplier<Leadership> now, Duration period) {
        this.now = now;
        this.period = period;
        this.thread = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name));
    }

    void start() {
        thread.scheduleWithFixedDelay(this::look, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    void onLeadership(Consumer<Leadership> listener) {
        listeners.add(listener);
    }

    /** Looks soon; returns at once, whatever locks the caller holds. */
    void lookSoon() {
        try {
            thread.execute(this::look);
        } catch (RejectedExecutionException e) {
            LOG.debug("Leadership changed while closing");
        }
    }

    /** Elections in vain are noise; who leads is news. */
    private static void announce(Optional<Leadership> before, Leadership now) {
        Optional<MemberId> leaderBefore = before.flatMap(Leadership::leader);
        if (now.leader().isPresent()) {
            LOG.info("{}", now);
        } else if (leaderBefore.isPresent()) {
            LOG.warn("{}", now);
        } else {
            LOG.debug("{}", now);
        }
    }

    private void look() {
        Leadership current = now.get();
        if (current.equals(last)) {
            return;
        }
        announce(Optional.ofNullable(last), current);
        last = current;
        for (Consumer<Leadership> listener : listeners) {
            try {
                listener.accept(current);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on {}", current, e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
