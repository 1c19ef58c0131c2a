package io.raftkms.chaos.validators;

import java.time.Duration;

/**
 * Times of a node.
 *
 * @param accept deadline of one accept, and of one request's wait for a connection
 * @param io deadline of each reply
 * @param attempts tries of a request before the vote is lost; a ping has one
 * @param retryPause pause between them
 * @param ping after the last reply, if nothing is asked until then
 */
public record NodeTimings(Duration accept, Duration io, int attempts, Duration retryPause, Duration ping) {
    /** With pings as CometBFT has them: two thirds of the deadline, in whole milliseconds. */
    public NodeTimings(Duration accept, Duration io, int attempts, Duration retryPause) {
        this(accept, io, attempts, retryPause, Duration.ofMillis(io.toMillis() * 2 / 3));
    }

    /** What every CometBFT version has; none of it can be configured there. */
    public static NodeTimings stock() {
        return new NodeTimings(Duration.ofSeconds(3), Duration.ofSeconds(5), 50, Duration.ofMillis(100));
    }

    /** Of whoever is hostile: it does not wait long for an answer. */
    public static NodeTimings impatient() {
        return new NodeTimings(Duration.ofSeconds(3), Duration.ofSeconds(1), 2, Duration.ofMillis(50));
    }
}
