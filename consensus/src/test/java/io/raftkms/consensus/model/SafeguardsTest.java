package io.raftkms.consensus.model;

import static io.raftkms.consensus.model.Safeguard.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.model.Bounds.Option;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A model that cannot fail shows nothing: without a safeguard a promise breaks, in the way that is expected of it. Where
 * two safeguards stand behind each other, neither alone changes anything, and both together do.
 */
class SafeguardsTest {
    private static final int MOST_STATES = 1_000_000;

    /**
     * @param promises numbers of those that are checked: S1 alone goes on until the key has signed twice
     * @param broken how the promise that breaks begins
     * @param told what the shortest way to it must have in it, in this order
     */
    private record Removal(
            Bounds bounds, Set<Integer> promises, List<Safeguard> removed, String broken, List<String> told) {
        @Override
        public String toString() {
            return bounds.title() + " without " + removed + ": " + broken;
        }
    }

    static Stream<Removal> removals() {
        return Stream.of(
                twice(
                        Parts.raftWithoutCrashes(2, 3),
                        List.of("leads in term 1", "leads in term 2", "releases", "releases"),
                        LOG_COMPARED_IN_VOTE),
                twice(
                        Parts.raft(2, 3).crashes(1),
                        List.of("which is not forced", "loses power", "releases"),
                        VOTE_FORCED),
                twice(
                        Parts.raft(2, 3).crashes(1),
                        List.of("acknowledges", "loses power", "releases"),
                        FORCED_BEFORE_ACKNOWLEDGED),
                broken(Parts.raft(2, 3), "S2", List.of("acknowledges", "releases"), FORCED_BEFORE_ACKNOWLEDGED),
                twice(
                        Parts.raft(2, 3).crashes(1).with(Option.CRASHES_AFTER_RELEASE),
                        List.of("releases", "loses power", "releases"),
                        LEADER_FORCED_BEFORE_COUNTED),
                broken(Parts.raft(2, 3), "S2", List.of("releases"), LEADER_FORCED_BEFORE_COUNTED),
                broken(Parts.raft(2, 3), "S2", List.of("for it, and releases"), SIGNED_AFTER_COMMIT),
                twice(Parts.raft(2, 4), List.of("for it, and releases", "for it"), SIGNED_AFTER_COMMIT),
                twice(Parts.raft(2, 4), List.of("block A", "block B", "commits"), DECIDED_AT_APPLY),
                twice(Parts.heights(2, 3), List.of("releases", "another timestamp"), RESERVED_BYTES_SIGNED),
                twice(
                        Parts.lateAppends(2, 3),
                        List.of(
                                "sends entry",
                                "leads in term 2",
                                "of term 1 arrives",
                                "forced and acknowledged",
                                "releases"),
                        ONE_AT_A_TIME),
                broken(Parts.kills(2, 2), "S2", List.of("is killed", "acknowledges"), REWRITTEN_AT_START),
                broken(Parts.snapshots(2, 2), "S2", List.of("releases", "writes a snapshot"), SNAPSHOT_KEEPS_MARK),
                twice(Parts.lowered(2, 3), List.of("writes a snapshot", "releases"), SNAPSHOT_KEEPS_RESERVATIONS),
                broken(Parts.raftRestored(2, 2), "S", List.of("releases", "is put back"), OWN_FILES_COMPARED),
                twice(
                        Parts.disksRestoredBesideSteadyPeers(2, 2).with(Option.CRASHES_AFTER_RELEASE),
                        List.of("releases", "is put back", "may run", "releases"),
                        HELLO_REFUSES_OLD_LOG,
                        HELLO_REFUSES_OLD_VOTE),
                twice(
                        Parts.disksRestoredBesideSteadyPeers(1, 2),
                        List.of("leads in term 1", "is put back", "may run", "leads in term 1", "releases", "releases"),
                        HELLO_REFUSES_OLD_VOTE),
                twice(
                        Parts.disksRestoredAfterRelease(2, 2),
                        List.of("releases", "is put back", "may run", "releases"),
                        HELLO_REFUSES_OLD_LOG),
                twice(
                        Parts.disksRestoredAfterRelease(2, 2),
                        List.of("releases", "is put back", "asks on", "may run", "releases"),
                        REFUSAL_OUTWEIGHS),
                twice(
                        Parts.disksLostBesideSteadyPeers(2, 2).with(Option.CRASHES_AFTER_RELEASE),
                        List.of("releases", "is lost", "may run", "releases"),
                        HELLO_REFUSES_NEW_DISK));
    }

    @ParameterizedTest
    @MethodSource("removals")
    void withoutItAPromiseBreaks(Removal removal) {
        Explored explored = new Search<>(
                        new ClusterSpec(removal.bounds(), Set.copyOf(removal.removed()), removal.promises()),
                        MOST_STATES)
                .run();

        System.out.println(removal + "\n" + explored);
        assertThat(explored.counterExample()).isPresent();
        Explored.CounterExample example = explored.counterExample().get();
        System.out.println(example);
        assertThat(example.promise()).startsWith(removal.broken());
        assertThat(String.join("\n", example.trace())).containsSubsequence(removal.told());
    }

    private static Removal twice(Bounds bounds, List<String> told, Safeguard... removed) {
        return new Removal(bounds, Set.of(1), List.of(removed), "S1: signed twice", told);
    }

    private static Removal broken(Bounds bounds, String promise, List<String> told, Safeguard... removed) {
        return new Removal(bounds, Set.of(1, 2, 3), List.of(removed), promise, told);
    }
}
