package io.raftkms.consensus.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.model.Bounds.Option;
import org.junit.jupiter.api.Test;

/** Where the promises end, with every safeguard in force: docs/model.md and docs/security-model.md say the same. */
class LimitsTest {
    private static final int MOST_STATES = 1_000_000;

    /** S4 holds as far as a peer that has seen the later state can be reached. */
    @Test
    void aRestoredDiskSignsTwiceWhileEveryWitnessIsAway() {
        Bounds bounds = Parts.disksRestoredWithoutWitness(2, 2).with(Option.WITNESSES_STAY_UP, Option.CRASHES_AFTER_RELEASE);

        assertSignsTwice(bounds, "releases", "is put back", "may run", "releases");
    }

    /** A vote is told in the next greeting, not by the vote itself. */
    @Test
    void aVoteThatNobodyWasToldOfIsGivenTwice() {
        Bounds bounds = Parts.disksRestored(1, 2).with(Option.WITNESSES_STAY_UP, Option.VOTES_UNTOLD);

        assertSignsTwice(
                bounds, "leads in term 1", "is put back", "may run", "leads in term 1", "releases", "releases");
    }

    private static void assertSignsTwice(Bounds bounds, String... told) {
        Explored explored = Models.untilSignedTwice(bounds, MOST_STATES);

        System.out.println(explored);
        assertThat(explored.counterExample()).isPresent();
        System.out.println(explored.counterExample().get());
        assertThat(explored.counterExample().get().promise()).startsWith("S1: signed twice");
        assertThat(String.join("\n", explored.counterExample().get().trace())).containsSubsequence(told);
    }
}
