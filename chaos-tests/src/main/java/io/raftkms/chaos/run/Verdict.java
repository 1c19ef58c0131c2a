package io.raftkms.chaos.run;

import io.raftkms.chaos.judge.Impact;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.nemesis.Struck;
import java.util.List;
import java.util.Locale;

/**
 * What a run showed.
 *
 * @param lost votes that honest nodes gave up
 * @param struck what happened to members
 * @param impacts what nodes felt of each of it, in the same order
 * @param faults what is wrong; empty if all held
 * @param attacks what hostile nodes did, and what they got
 */
public record Verdict(
        Judgement judgement,
        List<Observation> lost,
        List<Struck> struck,
        List<Impact> impacts,
        List<String> faults,
        List<String> attacks) {
    /** Of a run that does not count attacks. */
    public Verdict(
            Judgement judgement,
            List<Observation> lost,
            List<Struck> struck,
            List<Impact> impacts,
            List<String> faults) {
        this(judgement, lost, struck, impacts, faults, List.of());
    }

    /**
     * What nodes felt of each fault.
     *
     * @param felt observations of nodes that follow the chain
     */
    public static List<Impact> impacts(List<Struck> struck, List<Observation> felt) {
        return struck.stream()
                .map(blow -> Impact.of(blow.beginNanos(), blow.healedNanos(), felt))
                .toList();
    }

    public boolean passed() {
        return faults.isEmpty();
    }

    /** A line for each fault that happened and for each attack, and one for the whole. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < struck.size(); i++) {
            Struck blow = struck.get(i);
            Impact felt = impacts.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %-6s lasted %6d ms, gap %6d ms, recovered after %6d ms, lost %d%n",
                    blow.fault().name().toLowerCase(Locale.ROOT),
                    blow.on(),
                    (blow.healedNanos() - blow.beginNanos()) / 1_000_000,
                    felt.gap().toMillis(),
                    felt.recovery().toMillis(),
                    felt.lost()));
        }
        attacks.forEach(attack -> text.append(attack).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                "signed %d, refused %d, lost %d, violations %d%n",
                judgement.signatures(),
                judgement.refusals().size(),
                lost.size(),
                judgement.violations().size()));
        faults.forEach(fault -> text.append("FAULT: ").append(fault).append('\n'));
        return text.toString();
    }
}
