package io.raftkms.signer.link;

import java.time.Duration;

/**
 * Times of a link.
 *
 * @param redialMin shortest pause before a redial
 * @param redialMax longest; the pause is drawn evenly between both and never grows, since a starting node gives its
 *     signer 3 s
 * @param connect limit of one TCP connect; nothing is queued at the node before it succeeded
 * @param read longest silence of a node that sent a request on this connection
 * @param leaderless how long an admitted, idle link stays without a leader
 * @param drain at an orderly stop, how long an outstanding request may take
 * @param linger at an orderly stop, time for the last answer to reach the node before the reset
 */
public record LinkTimings(
        Duration redialMin,
        Duration redialMax,
        Duration connect,
        Duration read,
        Duration leaderless,
        Duration drain,
        Duration linger) {
    public LinkTimings {
        if (redialMin.isNegative() || redialMin.compareTo(redialMax) > 0) {
            throw new IllegalArgumentException("redial pause from " + redialMin + " to " + redialMax);
        }
    }

    /**
     * The times for stock nodes.
     *
     * @param leaderless 1.5 s, or three times the largest election timeout if that is longer
     */
    public static LinkTimings standard(Duration leaderless) {
        return new LinkTimings(
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                leaderless,
                Duration.ofMillis(4_500),
                Duration.ofMillis(100));
    }
}
