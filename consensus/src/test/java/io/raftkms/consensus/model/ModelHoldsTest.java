package io.raftkms.consensus.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No state that can be reached within these bounds breaks S1, S2 or S3. {@code consensus/model} goes farther. */
class ModelHoldsTest {
    private static final int MOST_STATES = 1_000_000;

    static Stream<Bounds> parts() {
        return Stream.of(
                Parts.raft(2, 4),
                Parts.heights(2, 3),
                Parts.lateReleases(2, 3),
                Parts.lateAppends(2, 3),
                Parts.kills(2, 3),
                Parts.snapshots(2, 2),
                Parts.lowered(2, 3),
                Parts.operator(1, 4),
                Parts.ownFiles(2, 2),
                Parts.raftRestored(2, 2),
                Parts.disksRestoredBesideSteadyPeers(2, 2),
                Parts.disksRestoredAfterRelease(2, 2),
                Parts.disksLostBesideSteadyPeers(2, 2));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void everyReachableStateKeepsThePromises(Bounds bounds) {
        Explored explored = Models.explore(bounds, MOST_STATES);

        System.out.println(bounds.title() + ": " + explored);
        assertThat(explored.counterExample()).isEmpty();
        assertThat(explored.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void membersNeverFormWithDifferentCounts(int wipes) {
        Explored explored = new Search<>(new FormationSpec(wipes, false, Set.of()), MOST_STATES).run();

        System.out.println("formation, " + wipes + " disks lost: " + explored);
        assertThat(explored.counterExample()).isEmpty();
        assertThat(explored.complete()).isTrue();
    }
}
