package io.raftkms.chaos.teeth;

import java.util.List;
import java.util.Set;

/**
 * A broken signer.
 *
 * @param name for the command line
 * @param what is broken, as the page says it
 * @param edits how. Where a second safeguard stands behind the first, both are taken away: else this would show the second
 *     one
 * @param scene brings it out
 * @param caughtBy one of these has to find it
 */
record Variant(String name, String what, List<Edit> edits, Scene scene, Set<String> caughtBy) {}
