package io.raftkms.consensus.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** {@code consensus/model}: what takes longer than a build should. Not run with the other tests, by its name. */
class LargerModel {
    private static final int MOST_STATES = 6_000_000;
    private static final String COMMIT = System.getProperty("raftkms.model.commit", "?");
    private static final String ONLY = System.getProperty("raftkms.model.only", "");
    private static final int TERMS = Integer.getInteger("raftkms.model.terms", 0);
    private static final int ENTRIES = Integer.getInteger("raftkms.model.entries", 0);

    private static final List<Part> PARTS = List.of(
            new Part(Parts::raft, 3, 5),
            new Part(Parts::heights, 2, 4),
            new Part(Parts::lateReleases, 2, 4),
            new Part(Parts::lateAppends, 3, 4),
            new Part(Parts::kills, 3, 4),
            new Part(Parts::snapshots, 3, 3),
            new Part(Parts::lowered, 3, 4),
            new Part(Parts::operator, 2, 4),
            new Part(Parts::ownFiles, 2, 3),
            new Part(Parts::raftRestored, 2, 3),
            new Part(Parts::disksLost, 2, 3),
            new Part(Parts::disksRestored, 2, 3),
            new Part((terms, entries) -> Parts.disksRestored(terms, entries).crashes(2), 2, 2));

    /**
     * @param terms highest Raft term unless another one is asked for
     * @param entries highest log index, likewise
     */
    private record Part(BiFunction<Integer, Integer, Bounds> of, int terms, int entries) {
        Bounds bounds() {
            return of.apply(TERMS == 0 ? terms : TERMS, ENTRIES == 0 ? entries : ENTRIES);
        }
    }

    @Test
    void everyReachableStateKeepsThePromises() {
        System.out.printf(
                Locale.ROOT,
                "Commit %s, Java %s, %d processors:%n%n| part | terms, entries | states | steps | depth | seconds |%n"
                        + "|---|---|---|---|---|---|%n",
                COMMIT,
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors());
        for (Part part : PARTS) {
            Bounds bounds = part.bounds();
            if (bounds.name().startsWith(ONLY)) {
                row(bounds.name(), bounds.terms() + ", " + bounds.entries(), Models.explore(bounds, MOST_STATES));
            }
        }
        if ("formation".startsWith(ONLY)) {
            formation("formation, late answers, one disk lost", 1, true);
        }
    }

    private static void formation(String name, int disksLost, boolean late) {
        row(name, "", new Search<>(new FormationSpec(disksLost, late, Set.of()), MOST_STATES).run());
    }

    private static void row(String name, String bounds, Explored explored) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,d | %,d | %d | %.0f |%s%n",
                name,
                bounds,
                explored.states(),
                explored.steps(),
                explored.depth(),
                explored.millis() / 1000.0,
                explored.complete() || explored.counterExample().isPresent() ? "" : " given up");
        assertThat(explored.counterExample().map(Object::toString)).isEmpty();
    }
}
