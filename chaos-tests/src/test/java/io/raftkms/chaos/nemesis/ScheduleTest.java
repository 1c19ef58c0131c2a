package io.raftkms.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    @Test
    void readsAScriptInAnyOrderWithRemarks() {
        Schedule schedule = Schedule.parse("# all at once\n2000 50 freeze holder\n\n 1500  3000 kill leader # first\n");

        assertThat(schedule.entries())
                .containsExactly(
                        new Schedule.Entry(Duration.ofMillis(1500), Duration.ofMillis(3000), Fault.KILL, Victim.LEADER),
                        new Schedule.Entry(
                                Duration.ofMillis(2000), Duration.ofMillis(50), Fault.FREEZE, Victim.HOLDER));
    }

    @Test
    void readsWordsThatOnlySomeClustersHave() {
        FaultKind unplug = new FaultKind() {
            @Override
            public String name() {
                return "UNPLUG";
            }

            @Override
            public Nemesis on(Stage stage, Victim victim) {
                throw new UnsupportedOperationException();
            }
        };

        Schedule schedule = Schedule.parse("5 100 unplug two\n", word -> unplug);

        assertThat(schedule.entries())
                .containsExactly(new Schedule.Entry(Duration.ofMillis(5), Duration.ofMillis(100), unplug, Victim.TWO));
        assertThat(schedule.script()).isEqualTo("5 100 unplug two\n");
    }

    @Test
    void readsEveryScriptThatHasAName() throws IOException {
        try (Stream<Path> scripts = Files.list(Path.of("scripts"))) {
            assertThat(scripts.toList())
                    .isNotEmpty()
                    .allSatisfy(script -> assertThat(
                                    Schedule.parse(Files.readString(script)).entries())
                            .isNotEmpty());
        }
    }

    @Test
    void namesTheLineThatItCannotRead() {
        for (String line : new String[] {"1 2 kill", "1 2 kiss leader", "1 2 kill everybody", "x 2 kill all"}) {
            assertThatThrownBy(() -> Schedule.parse("1 2 kill all\n" + line))
                    .as(line)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line 2");
        }
    }

    @Test
    void isTheSameForOneSeedAndItsOwnScript() {
        Schedule schedule = Schedule.random(7, MINUTE, EnumSet.allOf(Fault.class));

        assertThat(Schedule.random(7, MINUTE, EnumSet.allOf(Fault.class))).isEqualTo(schedule);
        assertThat(Schedule.parse(schedule.script())).isEqualTo(schedule);
        assertThat(Schedule.random(8, MINUTE, EnumSet.allOf(Fault.class))).isNotEqualTo(schedule);
    }

    @Test
    void hasEveryFaultAndVictimOverSomeSeedsAndNothingElse() {
        Set<Fault> faults = EnumSet.of(Fault.KILL, Fault.FREEZE);
        Set<Schedule.Entry> all = LongStream.range(0, 20)
                .mapToObj(seed -> Schedule.random(seed, MINUTE, faults))
                .flatMap(schedule -> schedule.entries().stream())
                .collect(Collectors.toSet());

        assertThat(all).extracting(Schedule.Entry::fault).containsOnly(Fault.KILL, Fault.FREEZE);
        assertThat(all).extracting(Schedule.Entry::victim).contains(Victim.values());
        assertThat(all).allSatisfy(entry -> {
            assertThat(entry.at()).isLessThan(MINUTE);
            assertThat(entry.lasting()).isBetween(Duration.ofMillis(100), Duration.ofMillis(8000));
        });
    }
}
