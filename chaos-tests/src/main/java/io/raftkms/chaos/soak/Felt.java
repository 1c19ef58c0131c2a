package io.raftkms.chaos.soak;

/**
 * A fault that happened, and what nodes felt of it. Milliseconds; times since the begin of the run.
 *
 * @param on whom it befell
 * @param gap the longest wait of any node that overlaps it
 * @param recovery from its end until each node had an answer again
 * @param lost votes given up until then
 * @param alone true if no other fault was on, or still felt, from its begin until it was not felt any more
 */
public record Felt(
        String fault,
        String on,
        long fromMillis,
        long toMillis,
        long gapMillis,
        long recoveryMillis,
        long lost,
        boolean alone) {}
