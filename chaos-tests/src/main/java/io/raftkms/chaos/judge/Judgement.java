package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the judge found. Votes here are votes and proposals.
 *
 * @param requests votes asked for; a node's retry that an observer sees as a request of its own counts again
 * @param signatures votes signed; extensions not counted
 * @param refusals votes answered with an error, and raw bytes likewise
 * @param lost votes that a node gave up
 * @param unanswered votes asked for that were in the end neither signed nor refused nor given up, at their first request
 * @param latencies from a node's first request for the same bytes to the signature, ascending
 * @param gaps the longest times without a signature although one was outstanding, longest first
 */
public record Judgement(
        List<Violation> violations,
        int requests,
        int signatures,
        List<Observation> refusals,
        List<Observation> lost,
        List<Observation> unanswered,
        List<Duration> latencies,
        List<Gap> gaps) {

    /**
     * A time in which a validator node waited and nothing was signed.
     *
     * @param until the signature that ended it
     */
    public record Gap(Duration length, Observation until) {}

    private static final int GAPS = 5;

    /** True if something was signed and nothing is wrong with it. An empty file shows nothing. */
    public boolean holds() {
        return violations.isEmpty() && signatures > 0;
    }

    /** What is wrong, a line each; empty if it holds. */
    public List<String> faults() {
        List<String> faults =
                new ArrayList<>(violations.stream().map(Violation::text).toList());
        if (!holds()) {
            faults.add("the judge does not find that it holds, over " + signatures + " signatures");
        }
        return faults;
    }

    /**
     * A latency that the given share of signatures did not exceed.
     *
     * @param quantile 0 to 1
     * @return zero without signatures
     */
    public Duration latency(double quantile) {
        return new Spread(latencies).quantile(quantile);
    }

    static Judgement of(List<Observation> observations, List<Violation> violations) {
        List<Observation> votes = observations.stream()
                .filter(seen -> seen.kind().isVoteOrProposal())
                .toList();
        List<Observation> signed = of(votes, Observation.Event.SIGNATURE);
        FirstAsked first = new FirstAsked(votes);
        return new Judgement(
                violations,
                of(votes, Observation.Event.REQUEST).size(),
                signed.size(),
                observations.stream().filter(Judgement::isRefusal).toList(),
                of(votes, Observation.Event.LOST),
                unanswered(votes),
                signed.stream().map(first::waited).sorted().toList(),
                signed.stream()
                        .map(seen -> new Gap(first.waited(seen), seen))
                        .sorted(Comparator.comparing(Gap::length).reversed())
                        .limit(GAPS)
                        .toList());
    }

    /** Of an extension it is that of its vote. */
    private static boolean isRefusal(Observation seen) {
        return seen.event() == Observation.Event.REFUSAL && seen.kind() != Kind.EXTENSION;
    }

    private static List<Observation> of(List<Observation> votes, Observation.Event event) {
        return votes.stream().filter(seen -> seen.event() == event).toList();
    }

    private static List<Observation> unanswered(List<Observation> votes) {
        record Asked(String validator, Observation.Signer signer, Object at) {}
        Set<Asked> settled = new HashSet<>();
        for (Observation seen : votes) {
            if (seen.event() != Observation.Event.REQUEST) {
                settled.add(new Asked(seen.validator(), seen.signer(), seen.at()));
            }
        }
        return of(votes, Observation.Event.REQUEST).stream()
                .filter(seen -> settled.add(new Asked(seen.validator(), seen.signer(), seen.at())))
                .toList();
    }
}
