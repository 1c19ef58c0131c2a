package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The one directory that a failing run leaves: everything to understand it by, and the line that runs it again. */
public final class Bundle {
    private final Path directory;
    private final Plan plan;
    private final List<Path> observations;
    private final Cluster cluster;

    /**
     * Leaves nothing yet.
     *
     * @param observations files of the observer; those that are not there are passed over
     */
    public Bundle(Path directory, Plan plan, List<Path> observations, Cluster cluster) {
        this.directory = directory;
        this.plan = plan;
        this.observations = List.copyOf(observations);
        this.cluster = cluster;
    }

    /**
     * Fills it, while the members still are as the failure left them; the second time only the report is new.
     *
     * @param report what is wrong
     */
    public void leave(String report) throws IOException, InterruptedException {
        if (Files.exists(directory)) {
            Files.writeString(directory.resolve("report.txt"), report);
            return;
        }
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("schedule.txt"), plan.schedule().script());
        Files.writeString(directory.resolve("again.txt"), "seed " + plan.seed() + "\n" + plan.again() + "\n");
        Files.writeString(directory.resolve("report.txt"), report);
        for (Path file : observations) {
            if (Files.exists(file)) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        cluster.leaveTraces(Files.createDirectories(directory.resolve("members")));
    }
}
