package io.raftkms.signer.metrics;

import com.codahale.metrics.SlidingTimeWindowArrayReservoir;
import com.codahale.metrics.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A timer that keeps every value of the last five minutes (the usual reservoir hides the tail), and the sum of all, which
 * a Prometheus summary needs.
 */
final class SummingTimer extends Timer {
    private static final long WINDOW_MINUTES = 5;

    private final LongAdder sumNanos = new LongAdder();

    SummingTimer() {
        super(new SlidingTimeWindowArrayReservoir(WINDOW_MINUTES, TimeUnit.MINUTES));
    }

    /** The inherited one goes past {@link #update(long, TimeUnit)}. */
    @Override
    public void update(Duration duration) {
        update(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void update(long duration, TimeUnit unit) {
        super.update(duration, unit);
        sumNanos.add(unit.toNanos(duration));
    }

    long sumNanos() {
        return sumNanos.sum();
    }
}
