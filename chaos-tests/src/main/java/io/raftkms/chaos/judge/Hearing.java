package io.raftkms.chaos.judge;

import java.util.List;

/** A judge at work: is told one observation after the other, and keeps none of them. For one thread. */
public final class Hearing {
    private final List<Rule> rules;

    Hearing(List<Rule> rules) {
        this.rules = rules;
    }

    public void see(Observation seen) {
        rules.forEach(rule -> rule.see(seen));
    }

    /** What is broken, by all that was seen so far. */
    public List<Violation> violations() {
        return rules.stream().flatMap(rule -> rule.broken().stream()).toList();
    }
}
