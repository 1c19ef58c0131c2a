package io.raftkms.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.PlayedCluster;
import io.raftkms.chaos.nemesis.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    @TempDir
    private Path directory;

    @Test
    void holdsAllThatAFailureIsUnderstoodBy() throws IOException, InterruptedException {
        Path observations = Files.writeString(directory.resolve("observations.jsonl"), "seen\n");
        Schedule schedule = Schedule.parse("1 2 kill leader");
        Path bundle = directory.resolve("target/bundle");

        new Bundle(
                        bundle,
                        new Plan(42, schedule, 1, 0, Distance.LAN, 10, "run it again"),
                        List.of(observations),
                        new PlayedCluster())
                .leave("what is wrong");

        assertThat(bundle.resolve("again.txt")).hasContent("seed 42\nrun it again");
        assertThat(Schedule.parse(Files.readString(bundle.resolve("schedule.txt"))))
                .isEqualTo(schedule);
        assertThat(bundle.resolve("report.txt")).hasContent("what is wrong");
        assertThat(bundle.resolve("observations.jsonl")).hasContent("seen");
        assertThat(bundle.resolve("members/a.log")).hasContent("said");
    }
}
