package io.raftkms.chaos.soak;

import io.raftkms.chaos.judge.Impact;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.nemesis.Struck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What is kept of a run while it goes on: numbers, faults and long waits, and nothing of a single vote. For one thread. */
final class Chronicle {
    /** Shorter waits are no gap: an election on a quiet machine takes longer. */
    private static final Duration LONG = Duration.ofMillis(300);

    private final long beginNanos;
    private final Predicate<Observation> honest;
    private final Refusals refusals = new Refusals();
    private final List<Integer> signed = new ArrayList<>();
    private final List<Felt> faults = new ArrayList<>();
    private final List<SoakResult.Pause> waits = new ArrayList<>();
    private final List<SoakResult.Span> checks = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private Waits chapter = new Waits();
    private long signatures;
    private long lost;

    /**
     * Begins empty.
     *
     * @param beginNanos of the run, nanoseconds since the Unix epoch
     * @param honest observations of nodes that follow the chain
     */
    Chronicle(long beginNanos, Predicate<Observation> honest) {
        this.beginNanos = beginNanos;
        this.honest = honest;
    }

    /** One observation of the chapter that is being read. */
    void see(Observation seen) {
        refusals.see(seen);
        boolean signature =
                seen.event() == Observation.Event.SIGNATURE && seen.kind().isVoteOrProposal();
        if (signature) {
            signatures++;
        }
        if (honest.test(seen)) {
            chapter.see(seen);
            if (seen.event() == Observation.Event.LOST) {
                lost++;
            } else if (signature) {
                count(seen.endNanos());
            }
        }
    }

    private void count(long nanos) {
        int second = (int) Math.max(0, TimeUnit.NANOSECONDS.toSeconds(nanos - beginNanos));
        while (signed.size() <= second) {
            signed.add(0);
        }
        signed.set(second, signed.get(second) + 1);
    }

    /** The chapter has been read to its end. */
    void closeChapter(List<Struck> struck) {
        Map<Struck, Impact> impacts = new IdentityHashMap<>();
        struck.forEach(blow -> impacts.put(blow, chapter.felt(blow.beginNanos(), blow.healedNanos())));
        for (Struck blow : struck) {
            Impact impact = impacts.get(blow);
            boolean alone = struck.stream()
                    .noneMatch(other -> other != blow
                            && other.beginNanos() <= over(blow, impact)
                            && over(other, impacts.get(other)) >= blow.beginNanos());
            faults.add(new Felt(
                    blow.fault().name().toLowerCase(Locale.ROOT),
                    blow.on(),
                    millis(blow.beginNanos()),
                    millis(blow.healedNanos()),
                    impact.gap().toMillis(),
                    impact.recovery().toMillis(),
                    impact.lost(),
                    alone));
        }
        chapter.over().stream()
                .filter(wait -> wait.lost() || wait.length().compareTo(LONG) > 0)
                .filter(wait -> checks.stream().noneMatch(check -> during(check, wait)))
                .forEach(wait -> waits.add(new SoakResult.Pause(
                        wait.node(), millis(wait.fromNanos()), millis(wait.toNanos()), wait.lost())));
        chapter = new Waits();
    }

    /** All were killed then: that is no fault of the schedule. */
    private boolean during(SoakResult.Span check, Wait wait) {
        long began = millis(wait.fromNanos());
        return began >= check.fromMillis() && began <= check.toMillis();
    }

    /** Until here nodes felt it. */
    private static long over(Struck blow, Impact impact) {
        return blow.healedNanos() + impact.recovery().toNanos();
    }

    /** All members were killed and started again. */
    void checked(long fromNanos, long toNanos) {
        checks.add(new SoakResult.Span(millis(fromNanos), millis(toNanos)));
    }

    void violated(List<String> found) {
        violations.addAll(found);
    }

    /** What is wrong so far. */
    List<String> violations() {
        return Collections.unmodifiableList(violations);
    }

    private long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos - beginNanos);
    }

    /**
     * The whole.
     *
     * @param of what was to be done
     * @param endNanos when it was over
     */
    SoakResult result(SoakPlan of, long endNanos) {
        return new SoakResult(
                of.commit(),
                of.plan().seed(),
                of.plan().distance().profile(),
                of.plan().again(),
                of.began(),
                of.machine(),
                of.minutes(),
                TimeUnit.NANOSECONDS.toSeconds(endNanos - beginNanos),
                of.plan().honest(),
                of.plan().hostile(),
                of.plan().rate(),
                signatures,
                refusals.conflicts(),
                refusals.others(),
                lost,
                List.copyOf(faults),
                List.copyOf(waits),
                List.copyOf(signed),
                List.copyOf(checks),
                List.copyOf(violations));
    }
}
