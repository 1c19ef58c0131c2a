package io.raftkms.chaos.teeth;

import io.raftkms.chaos.judge.Judgement;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How a scene ended.
 *
 * @param findings all that must not be, by whoever found it
 * @param notes what else is worth knowing of it, as how a member refused
 * @param signatures votes and proposals released from begin to end
 * @param refusals requests answered with an error
 * @param took with the start of the members
 */
record Ending(List<Finding> findings, List<String> notes, int signatures, int refusals, Duration took) {
    /**
     * Of what was found on the way, and what the judge found afterwards.
     *
     * @throws IllegalStateException if nothing was signed
     */
    static Ending of(
            List<Finding> found, List<Finding> judged, List<String> notes, Judgement judgement, Duration took) {
        if (judgement.signatures() == 0) {
            throw new IllegalStateException("nothing was signed, so nothing was shown");
        }
        List<Finding> all = Stream.concat(found.stream(), judged.stream())
                .sorted(Comparator.comparingInt(Finding::after).thenComparing(Finding::by))
                .toList();
        return new Ending(
                all,
                List.copyOf(notes),
                judgement.signatures(),
                judgement.refusals().size(),
                took);
    }

    boolean clean() {
        return findings.isEmpty();
    }

    /** Who found something, each once, the first one first. */
    List<String> by() {
        return findings.stream().map(Finding::by).distinct().toList();
    }

    /** How many signatures were released until one of these found something; empty if none of them has. */
    OptionalInt after(Collection<String> them) {
        return findings.stream()
                .filter(found -> them.contains(found.by()))
                .mapToInt(Finding::after)
                .min();
    }
}
