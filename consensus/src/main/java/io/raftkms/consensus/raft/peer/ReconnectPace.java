package io.raftkms.consensus.raft.peer;

import java.time.Duration;

/**
 * How long to wait before a connection that failed is tried again. Leaders change within a quarter of a second, and a
 * process starts again within seconds; a member that stays away is no reason to call it four times a second for ever.
 * Not for several threads at once.
 */
final class ReconnectPace {
    static final Duration QUICK = Duration.ofMillis(250);
    /** So long {@link #QUICK}, from the loss of the connection on. */
    static final Duration QUICK_FOR = Duration.ofSeconds(10);

    static final Duration SLOW = Duration.ofSeconds(1);

    private Duration waited = Duration.ZERO;

    /** It failed, once more. */
    Duration next() {
        if (waited.compareTo(QUICK_FOR) >= 0) {
            return SLOW;
        }
        waited = waited.plus(QUICK);
        return QUICK;
    }

    /** It stands: the next time begins quickly. */
    void connected() {
        waited = Duration.ZERO;
    }
}
