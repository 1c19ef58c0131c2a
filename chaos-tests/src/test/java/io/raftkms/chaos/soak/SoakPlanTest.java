package io.raftkms.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.run.Distance;
import io.raftkms.chaos.run.Plan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SoakPlanTest {
    @Test
    void givesEachFaultToTheChapterThatItBeginsIn() {
        Schedule whole = Schedule.parse("""
                1000    90000  kill leader
                59999   10     stop holder
                60000   20     cut two
                125000  30     freeze all
                """);
        SoakPlan soak = new SoakPlan(
                new Plan(1, whole, 1, 0, Distance.LAN, 10, "again"), 3, Duration.ofMinutes(1), "c", "now", "here");

        assertThat(soak.chapters())
                .extracting(Schedule::script)
                .containsExactly("""
                1000 90000 kill leader
                59999 10 stop holder
                """, "0 20 cut two\n", "5000 30 freeze all\n");
    }
}
