package io.raftkms.chaos.soak;

import java.time.Duration;

/**
 * From a node's first request for something until it knew what became of it.
 *
 * @param fromNanos since the Unix epoch
 * @param toNanos likewise
 * @param lost true if the node gave up
 */
public record Wait(String node, long fromNanos, long toNanos, boolean lost) {
    public Duration length() {
        return Duration.ofNanos(toNanos - fromNanos);
    }
}
