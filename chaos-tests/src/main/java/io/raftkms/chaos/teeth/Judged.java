package io.raftkms.chaos.teeth;

import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Hearing;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.Promise;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the judge has to say of a scene, who knows the public key and what was observed, and when it could first say so. */
final class Judged {
    private Judged() {}

    /**
     * The judge is asked again after each signature.
     *
     * @param seen in the order in which it was written
     */
    static List<Finding> of(Checker checker, List<Observation> seen) {
        Hearing hearing = checker.hearing();
        Map<Promise, Integer> first = new EnumMap<>(Promise.class);
        int signatures = 0;
        for (Observation one : seen) {
            hearing.see(one);
            if (one.event() == Observation.Event.SIGNATURE) {
                signatures += released(one) ? 1 : 0;
                int until = signatures;
                hearing.violations().forEach(broken -> first.putIfAbsent(broken.promise(), until));
            }
        }
        int all = signatures;
        return hearing.violations().stream()
                .map(broken -> new Finding(
                        broken.promise().name(),
                        "at " + broken.at() + ": " + broken.what(),
                        first.getOrDefault(broken.promise(), all)))
                .toList();
    }

    /** Signatures of votes and proposals so far. */
    static int signatures(List<Observation> seen) {
        return (int) seen.stream().filter(Judged::released).count();
    }

    private static boolean released(Observation seen) {
        return seen.event() == Observation.Event.SIGNATURE && seen.kind().isVoteOrProposal();
    }
}
