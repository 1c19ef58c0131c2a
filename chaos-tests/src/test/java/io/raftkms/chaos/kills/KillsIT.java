package io.raftkms.chaos.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few blows of each kind in every build; .ci/kills does twenty. */
class KillsIT {
    private static final int ROUNDS = Integer.getInteger("raftkms.kill.rounds", 2);

    @ParameterizedTest(name = "{0}")
    @EnumSource(Blow.class)
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void losesNothingAndSignsNothingTwiceUnderBlows(Blow blow) throws Exception {
        Path directory = Workplace.create();
        SeriesResult result;
        try (Series series = Series.start(Program.find(), directory, blow, System.out)) {
            result = series.run(ROUNDS);
        }

        assertThat(result.faults())
                .as("logs, homes and observations in %s", directory)
                .isEmpty();
        assertThat(result.rounds()).hasSize(ROUNDS);
        Workplace.remove(directory);
    }
}
