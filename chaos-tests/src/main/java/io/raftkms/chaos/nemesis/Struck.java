package io.raftkms.chaos.nemesis;

/**
 * A fault that happened.
 *
 * @param on whom it befell
 * @param beginNanos when it began, nanoseconds since the Unix epoch
 * @param healedNanos when it was healed, likewise
 */
public record Struck(FaultKind fault, String on, long beginNanos, long healedNanos) {}
