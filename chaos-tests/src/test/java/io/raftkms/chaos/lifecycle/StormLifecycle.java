package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.nemesis.Fault;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.run.ChaosRun;
import io.raftkms.chaos.run.Distance;
import io.raftkms.chaos.run.Plan;
import io.raftkms.chaos.run.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults that nobody chose, a new seed each time. What fails leaves a bundle in target, with the line that runs it again. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StormLifecycle {
    private static final int SECONDS = 20;

    private final Program program = Program.find();
    private Path directory;

    @BeforeEach
    void makeADirectory() throws IOException {
        directory = Workplace.create();
    }

    @AfterEach
    void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @Test
    void signsOnThroughKillsStopsAndStandstills() throws Exception {
        Verdict verdict = run(1, 0, EnumSet.of(Fault.KILL, Fault.STOP, Fault.FREEZE));

        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.lost()).isEmpty();
    }

    @Test
    void givesNoNodeOfItsKeyASecondSignature() throws Exception {
        Verdict verdict = run(2, 1, EnumSet.allOf(Fault.class));

        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.judgement().refusals()).isNotEmpty();
    }

    private Verdict run(int honest, int hostile, Set<Fault> faults) throws Exception {
        long seed = new Random().nextInt(1_000_000);
        Schedule schedule = Schedule.random(seed, Duration.ofSeconds(SECONDS), faults);
        Path bundle = program.home().resolve("chaos-tests/target/bundle-" + honest + "-" + hostile + "-" + seed);
        String again = "chaos-tests/storm --seed " + seed + " --honest " + honest + " --hostile " + hostile
                + " --script " + bundle.resolve("schedule.txt");
        System.out.println(again);
        Verdict verdict = new ChaosRun(
                        program,
                        new Plan(seed, schedule, honest, hostile, Distance.LAN, 50, again),
                        directory,
                        System.out)
                .run(bundle);
        System.out.print(verdict.text());
        return verdict;
    }
}
