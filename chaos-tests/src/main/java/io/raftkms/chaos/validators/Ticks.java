package io.raftkms.chaos.validators;

/**
 * When pings are due: a ticker as Go has it. Whoever comes late gets one tick at once, and the others that he missed are
 * gone. For several threads.
 */
final class Ticks {
    private final long intervalNanos;
    private long next;

    /**
     * @param now of a clock that never goes back
     */
    Ticks(long intervalNanos, long now) {
        this.intervalNanos = intervalNanos;
        next = now + intervalNanos;
    }

    /**
     * Takes a tick.
     *
     * @return zero if there was one; else how long it is until the next
     */
    synchronized long take(long now) {
        if (now < next) {
            return next - now;
        }
        next += intervalNanos * (1 + (now - next) / intervalNanos);
        return 0;
    }

    /** The next tick is one interval from now. */
    synchronized void restart(long now) {
        next = now + intervalNanos;
    }
}
