package io.raftkms.consensus.model;

import java.util.Set;

/** Explores parts of the model, with all safeguards or without some. */
final class Models {
    private static final Set<Integer> S1_TO_S3 = Set.of(1, 2, 3);

    private Models() {}

    static Explored explore(Bounds bounds, int mostStates, Safeguard... removed) {
        return explore(bounds, mostStates, S1_TO_S3, removed);
    }

    /** Goes on after a broken S2 or S3 until the key has signed twice. */
    static Explored untilSignedTwice(Bounds bounds, int mostStates, Safeguard... removed) {
        return explore(bounds, mostStates, Set.of(1), removed);
    }

    private static Explored explore(Bounds bounds, int mostStates, Set<Integer> promises, Safeguard... removed) {
        return new Search<>(new ClusterSpec(bounds, Set.of(removed), promises), mostStates).run();
    }
}
