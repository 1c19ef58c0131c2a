package io.raftkms.consensus.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What {@link RaftGrowth} saw along the way, and whether it grew. Until the log holds as many entries as are ever kept,
 * it has to grow; only what comes after that is compared.
 *
 * @param full entries after which no more are kept than before
 */
record GrowthSteps(List<Step> steps, long full) {
    /** A member's files never take more, however long it runs: what docs/performance.md promises. */
    static final double MOST_DISK = 100;

    /** The log is purged by whole segments of 8 MB, and by how many depends on the moment. */
    static final double DISK_SWING = 16;

    /** Medians are compared: single starts are long when the machine does something else. */
    static final double START_FACTOR = 1.5;

    static final double START_SWING = 1000;

    /** Two at each end. */
    private static final int LEAST = 4;

    /**
     * @param entries in the log since the beginning
     * @param disk most megabytes that a member's files took in this step
     * @param start milliseconds until three members had started and knew every mark
     */
    record Step(long entries, double disk, double start) {}

    GrowthSteps {
        steps = List.copyOf(steps);
    }

    /** Whether there are enough entries to tell growth from filling up. */
    boolean conclusive() {
        return filled().size() >= LEAST;
    }

    /** What grows without bound, in words; empty if nothing does. */
    Optional<String> growth() {
        List<String> found = new ArrayList<>();
        double most = most(steps, Step::disk);
        if (most > MOST_DISK) {
            found.add(String.format("a member's files take %.1f MB, more than %.0f", most, MOST_DISK));
        }
        if (conclusive()) {
            List<Step> earlier = filled().subList(0, filled().size() / 2);
            List<Step> later = filled().subList(filled().size() / 2, filled().size());
            compare(found, "MB on a disk", most(earlier, Step::disk) + DISK_SWING, most(later, Step::disk));
            compare(found, "ms for a start", median(earlier) * START_FACTOR + START_SWING, median(later));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
    }

    private List<Step> filled() {
        return steps.stream().filter(step -> step.entries() >= full).toList();
    }

    private static void compare(List<String> found, String what, double allowed, double seen) {
        if (seen > allowed) {
            found.add(String.format(
                    "%.1f %s in the later half, no more than %.1f after the earlier", seen, what, allowed));
        }
    }

    private static double most(List<Step> of, ToDoubleFunction<Step> what) {
        return of.stream().mapToDouble(what).max().orElse(0);
    }

    private static double median(List<Step> of) {
        double[] starts = of.stream().mapToDouble(Step::start).sorted().toArray();
        return (starts[(starts.length - 1) / 2] + starts[starts.length / 2]) / 2;
    }
}
