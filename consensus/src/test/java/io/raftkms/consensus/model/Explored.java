package io.raftkms.consensus.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param states different ones, members not told apart
 * @param steps taken, most of them to a state that was known
 * @param depth steps from the first state to the farthest one
 * @param complete whether nothing was left to explore
 * @param millis of processor time
 * @param counterExample the shortest way to a broken promise
 */
record Explored(
        int states, long steps, int depth, boolean complete, long millis, Optional<CounterExample> counterExample) {
    /**
     * @param promise which one is broken, and how
     * @param trace the steps in words
     */
    record CounterExample(String promise, List<String> trace) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < trace.size(); i++) {
                text.append(String.format(Locale.ROOT, "  %2d. %s%n", i + 1, trace.get(i)));
            }
            return text.append("  ").append(promise).toString();
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d states, %,d steps, depth %d, %.1f s, %s",
                states,
                steps,
                depth,
                millis / 1000.0,
                counterExample.isPresent() ? "a promise is broken" : complete ? "every promise holds" : "not finished");
    }
}
