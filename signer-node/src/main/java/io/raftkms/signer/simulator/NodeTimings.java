package io.raftkms.signer.simulator;

import java.time.Duration;

/**
 * Times of a validator node. CometBFT hard-codes them in every version; tests shorten them.
 *
 * @param accept deadline of one accept on the listener
 * @param connectionWait how long one request waits for a connection
 * @param io deadline of each read and write, handshake included
 * @param ping pause after the last successful exchange before the node pings
 * @param attempts tries of a request before the vote is lost
 * @param retryPause pause between them
 */
public record NodeTimings(
        Duration accept, Duration connectionWait, Duration io, Duration ping, int attempts, Duration retryPause) {
    /** What every CometBFT version has. */
    public static NodeTimings stock() {
        return new NodeTimings(
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofMillis(3_333),
                50,
                Duration.ofMillis(100));
    }

    /** The same node with another ping pause. */
    public NodeTimings withPing(Duration pause) {
        return new NodeTimings(accept, connectionWait, io, pause, attempts, retryPause);
    }

    /** The same node that gives up sooner. */
    public NodeTimings withAttempts(int tries) {
        return new NodeTimings(accept, connectionWait, io, ping, tries, retryPause);
    }

    /** The same node with other deadlines for accepting and waiting. */
    public NodeTimings withWaits(Duration acceptDeadline, Duration wait) {
        return new NodeTimings(acceptDeadline, wait, io, ping, attempts, retryPause);
    }
}
