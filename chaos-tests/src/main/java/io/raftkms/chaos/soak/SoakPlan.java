package io.raftkms.chaos.soak;

import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.run.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a long run does, and where.
 *
 * @param plan its schedule is of all faults of the run
 * @param minutes of faults; checks come on top
 * @param chapter time after which everything is judged
 * @param commit of the program
 * @param began as ISO 8601
 * @param machine processors and system
 */
record SoakPlan(Plan plan, int minutes, Duration chapter, String commit, String began, String machine) {
    /** The schedule of each chapter, counted from its own begin; a fault belongs to the chapter that it begins in. */
    List<Schedule> chapters() {
        List<Schedule> chapters = new ArrayList<>();
        Duration end = Duration.ofMinutes(minutes);
        for (Duration from = Duration.ZERO; from.compareTo(end) < 0; from = from.plus(chapter)) {
            Duration begin = from;
            Duration until = from.plus(chapter);
            chapters.add(new Schedule(plan.schedule().entries().stream()
                    .filter(entry ->
                            entry.at().compareTo(begin) >= 0 && entry.at().compareTo(until) < 0)
                    .map(entry ->
                            new Schedule.Entry(entry.at().minus(begin), entry.lasting(), entry.fault(), entry.victim()))
                    .toList()));
        }
        return chapters;
    }
}
