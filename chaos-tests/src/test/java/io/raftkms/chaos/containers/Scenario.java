package io.raftkms.chaos.containers;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What happens, and what must hold besides the promises: all comes back by itself, nobody ends unless the script ends it, no
 * vote is lost, and an honest node that is alone is never refused.
 *
 * @param script faults, with the words of {@link Scene}
 * @param gap no time between two signatures is longer, around any fault
 * @param silentAfter from so long after the begin of the first fault until its end nothing is signed; zero if that is not said
 * @param traits what is different from other scenarios
 * @param rate requests a second of each node
 */
record Scenario(String script, Duration gap, Duration silentAfter, Set<Trait> traits, int rate) {
    /** What a scenario can have. */
    enum Trait {
        /** A second node of the key wants second signatures meanwhile. */
        HOSTILE_NODE,
        /** S2 is judged: all are killed, and some majority must know what was released. */
        ALL_KILLED_AT_THE_END,
        /** Members may end by themselves, and are started again when all is healed. */
        MEMBERS_END
    }

    private static final int RATE = 30;
    private static final Duration LONG = Duration.ofSeconds(60);

    static Scenario of(String script) {
        return new Scenario(script, LONG, Duration.ZERO, EnumSet.noneOf(Trait.class), RATE);
    }

    Scenario gapBelow(Duration limit) {
        return new Scenario(script, limit, silentAfter, traits, rate);
    }

    Scenario silentAfterItsFirst(Duration outstanding) {
        return new Scenario(script, gap, outstanding, traits, rate);
    }

    Scenario with(Trait trait) {
        Set<Trait> all = EnumSet.of(trait);
        all.addAll(traits);
        return new Scenario(script, gap, silentAfter, all, rate);
    }

    Scenario atRate(int requestsPerSecond) {
        return new Scenario(script, gap, silentAfter, traits, requestsPerSecond);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
