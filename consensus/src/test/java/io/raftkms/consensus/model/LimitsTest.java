package io.raftkms.consensus.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.model.Bounds.Option;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the promises end, with every safeguard in force: docs/model.md and docs/security-model.md say the same. */
class LimitsTest {
    private static final int MOST_STATES = 1_000_000;

    /** S4 holds as far as a peer that has seen the later state can be reached. */
    @Test
    void aRestoredDiskSignsTwiceWhileEveryWitnessIsAway() {
        Bounds bounds =
                Parts.disksRestoredWithoutWitness(2, 2).with(Option.WITNESSES_STAY_UP, Option.CRASHES_AFTER_RELEASE);

        assertSignsTwice(bounds, "releases", "is put back", "may run", "releases");
    }

    /** Of a vote knows at once only the candidate that got it; the others hear of it in the voter's next greeting. */
    @Test
    void aVoteOfWhichOnlyTheAbsentCandidateKnowsIsGivenTwice() {
        Bounds bounds = Parts.disksRestored(1, 2).with(Option.WITNESSES_STAY_UP, Option.VOTES_UNTOLD);

        assertSignsTwice(
                bounds, "leads in term 1", "is put back", "may run", "leads in term 1", "releases", "releases");
    }

    /** The same where a process hears one leader in a term, as Ratis' do: it takes one more start. */
    @Test
    void aVoteOfWhichOnlyTheAbsentCandidateKnowsIsGivenTwiceThoughAProcessHearsOneLeader() {
        Bounds bounds = Parts.disksRestored(1, 2)
                .crashes(2)
                .with(Option.WITNESSES_STAY_UP, Option.VOTES_UNTOLD, Option.ONE_LEADER_A_LIFE);

        assertSignsTwice(bounds, "is put back", "leads in term 1", "releases", "loses power", "releases");
    }

    /** One member that forms alone, and loses its disk, was not a majority; two were. */
    @Test
    void aClusterFormsAnewWhenAllThatHadFormedLoseTheirDisks() {
        Explored explored = new Search<>(new FormationSpec(2, false, Set.of()), MOST_STATES).run();

        assertBroken(explored, "", "formed with", "loses its disk", "loses its disk", "formed with");
    }

    private static void assertSignsTwice(Bounds bounds, String... told) {
        assertBroken(Models.untilSignedTwice(bounds, MOST_STATES), "S1: signed twice", told);
    }

    private static void assertBroken(Explored explored, String promise, String... told) {
        System.out.println(explored);
        assertThat(explored.counterExample()).isPresent();
        System.out.println(explored.counterExample().get());
        assertThat(explored.counterExample().get().promise()).startsWith(promise);
        assertThat(String.join("\n", explored.counterExample().get().trace())).containsSubsequence(told);
    }
}
