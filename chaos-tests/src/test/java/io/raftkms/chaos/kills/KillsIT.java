package io.raftkms.chaos.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few blows of each kind in every build, one after the other against one cluster; .ci/kills does twenty. */
class KillsIT {
    private static final int ROUNDS = Integer.getInteger("raftkms.kill.rounds", 1);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void losesNothingAndSignsNothingTwiceUnderBlows() throws Exception {
        List<Blow> blows = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            blows.addAll(List.of(Blow.values()));
        }
        Path directory = Workplace.create();
        PrintStream told = System.out;
        SeriesResult result;
        try (Series series = Series.start(Program.find(), directory, told)) {
            result = series.run(blows);
        }

        assertThat(result.faults())
                .as("logs, homes and observations in %s", directory)
                .isEmpty();
        assertThat(result.rounds()).extracting(Round::blow).isEqualTo(blows);
        Workplace.remove(directory);
    }
}
