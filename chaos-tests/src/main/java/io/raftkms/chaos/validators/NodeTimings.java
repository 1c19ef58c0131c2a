package io.raftkms.chaos.validators;

import java.time.Duration;

/**
 * Times of a node.
 *
 * @param accept deadline of one accept, and of one request's wait for a connection
 * @param io deadline of each reply
 * @param attempts tries of a request before the vote is lost
 * @param retryPause pause between them
 */
public record NodeTimings(Duration accept, Duration io, int attempts, Duration retryPause) {
    /** What every CometBFT version has; none of it can be configured there. */
    public static NodeTimings stock() {
        return new NodeTimings(Duration.ofSeconds(3), Duration.ofSeconds(5), 50, Duration.ofMillis(100));
    }
}
