package io.raftkms.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.nemesis.Fault;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.nemesis.Struck;
import io.raftkms.chaos.run.Distance;
import io.raftkms.chaos.run.Plan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChronicleTest {
    private static final SoakPlan PLAN = new SoakPlan(
            new Plan(7, new Schedule(List.of()), 1, 1, Distance.LAN, 10, "again"),
            1,
            Duration.ofMinutes(1),
            "c",
            "now",
            "here");

    private final Seen honest = new Seen("honest");
    private final Seen hostile = new Seen("hostile");
    private final Chronicle chronicle =
            new Chronicle(0, seen -> seen.validator().equals("honest"));

    @Test
    void countsPerSecondWhatHonestNodesGotAndAllThatWasReleased() {
        chronicle.see(honest.signed(1, "aa", 0, 100));
        chronicle.see(honest.signed(2, "bb", 2000, 2100));
        chronicle.see(hostile.signed(1, "aa", 2000, 2150));
        chronicle.see(hostile.refused(2, "cc", 2200, 2300));
        chronicle.closeChapter(List.of());

        SoakResult result = result();
        assertThat(result.signed()).containsExactly(1, 0, 1);
        assertThat(result.signatures()).isEqualTo(3);
        assertThat(result.conflicts()).isEqualTo(1);
    }

    @Test
    void keepsNoWaitThatBeganWhenAllWereKilled() {
        chronicle.checked(3_000_000_000L, 5_000_000_000L);
        chronicle.see(honest.asked(1, "aa", 3500));
        chronicle.see(honest.signed(1, "aa", 3500, 5000));
        chronicle.see(honest.asked(2, "bb", 6000));
        chronicle.see(honest.signed(2, "bb", 6000, 7000));
        chronicle.closeChapter(List.of());

        assertThat(result().waits())
                .singleElement()
                .satisfies(wait -> assertThat(wait.fromMillis()).isEqualTo(6000));
    }

    @Test
    void keepsOfAChapterItsFaultsAndLongWaitsOnly() {
        chronicle.see(honest.asked(1, "aa", 1000));
        chronicle.see(honest.signed(1, "aa", 1000, 1010));
        chronicle.see(honest.asked(2, "bb", 2000));
        chronicle.see(honest.signed(2, "bb", 2000, 2700));
        chronicle.closeChapter(List.of(
                struck(Fault.KILL, 2100, 2600), struck(Fault.CUT, 2500, 2550), struck(Fault.RESET, 9000, 9001)));
        chronicle.closeChapter(List.of());

        SoakResult result = result();
        assertThat(result.waits()).containsExactly(new SoakResult.Pause("honest", 2000, 2700, false));
        assertThat(result.faults())
                .containsExactly(
                        new Felt("kill", "a", 2100, 2600, 700, 100, 0, false),
                        new Felt("cut", "a", 2500, 2550, 700, 150, 0, false),
                        new Felt("reset", "a", 9000, 9001, 0, 0, 0, true));
    }

    private SoakResult result() {
        return chronicle.result(PLAN, TimeUnit.SECONDS.toNanos(60));
    }

    private static Struck struck(Fault fault, long fromMillis, long toMillis) {
        return new Struck(
                fault, "a", TimeUnit.MILLISECONDS.toNanos(fromMillis), TimeUnit.MILLISECONDS.toNanos(toMillis));
    }
}
