package io.raftkms.chaos.validators;

import java.time.Duration;

/** What became of a request. */
public sealed interface Answer {
    /**
     * It was signed.
     *
     * @param waited since it was first sent
     */
    record Signed(Duration waited) implements Answer {}

    /** It was answered with an error, which a node takes for final. */
    record Refused(String description) implements Answer {}

    /** The node gave it up. */
    record Lost(String reason) implements Answer {}
}
