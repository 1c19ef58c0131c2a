package io.raftkms.consensus.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code consensus/model}: what takes longer than a build should. Not run with the other tests, by its name. */
class LargerModel {
    private static final int MOST_STATES = 20_000_000;
    private static final int TERMS = Integer.getInteger("raftkms.model.terms", 2);
    private static final int ENTRIES = Integer.getInteger("raftkms.model.entries", 3);

    @Test
    void everyReachableStateKeepsThePromises() {
        List<Bounds> parts = List.of(
                Parts.raft(TERMS, ENTRIES + 1),
                Parts.heights(TERMS, ENTRIES),
                Parts.lateReleases(TERMS, ENTRIES),
                Parts.lateAppends(TERMS, ENTRIES),
                Parts.kills(TERMS, ENTRIES),
                Parts.lowered(TERMS, ENTRIES),
                Parts.snapshots(TERMS, ENTRIES),
                Parts.operator(TERMS, ENTRIES),
                Parts.ownFiles(TERMS, ENTRIES),
                Parts.raftRestored(TERMS, ENTRIES - 1),
                Parts.disksLost(TERMS, ENTRIES - 1),
                Parts.disksRestored(TERMS, ENTRIES - 1));
        for (Bounds bounds : parts) {
            report(bounds.title(), Models.explore(bounds, MOST_STATES));
        }
        report("formation, late answers", new Search<>(new FormationSpec(1, true, Set.of()), MOST_STATES).run());
        report("formation, 3 disks lost", new Search<>(new FormationSpec(3, false, Set.of()), MOST_STATES).run());
    }

    /** Where the promise S4 ends: docs/model.md. */
    @Test
    void aRestoredDiskSignsTwiceWhileEveryWitnessIsAway() {
        Bounds bounds = Parts.disksRestoredWithoutWitness(2, 2).with(Bounds.Option.WITNESSES_STAY_UP);

        Explored explored = Models.untilSignedTwice(bounds, MOST_STATES);

        System.out.println(bounds.title() + ", no witness: " + explored);
        assertThat(explored.counterExample()).isPresent();
        System.out.println(explored.counterExample().get());
    }

    private static void report(String title, Explored explored) {
        System.out.println(title + ": " + explored);
        explored.counterExample().ifPresent(System.out::println);
        assertThat(explored.counterExample()).isEmpty();
    }
}
