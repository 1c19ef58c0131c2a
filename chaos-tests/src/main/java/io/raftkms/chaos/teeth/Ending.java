package io.raftkms.chaos.teeth;

import io.raftkms.chaos.judge.Judgement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a scene ended.
 *
 * @param findings all that must not be, by whoever found it
 * @param signatures released from begin to end
 * @param took with the start of the members
 */
record Ending(List<Finding> findings, int signatures, Duration took) {
    static Ending of(List<Finding> found, Judgement judgement, Duration took) {
        Stream<Finding> judged = judgement.violations().stream()
                .map(broken -> new Finding(broken.promise().name(), "at " + broken.at() + ": " + broken.what()));
        return new Ending(Stream.concat(found.stream(), judged).toList(), judgement.signatures(), took);
    }

    boolean clean() {
        return findings.isEmpty();
    }

    /** Who found something, each once. */
    Set<String> by() {
        return findings.stream().map(Finding::by).collect(Collectors.toCollection(TreeSet::new));
    }
}
