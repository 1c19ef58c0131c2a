package io.raftkms.chaos.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.raftkms.chaos.cluster.HttpPage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.containers.GenericContainer;

/** What a failure in containers is understood by: logs, how each ended, metrics, threads, what is on the disks. */
final class ContainerTraces {
    private static final String RUNTIME = "/opt/raftkms/runtime/bin/";

    private final Path directory;
    private final HttpClient http;

    ContainerTraces(Path directory, HttpClient http) {
        this.directory = directory;
        this.http = http;
    }

    /** Of one member, which is not frozen; one that has ended is left as it ended. */
    void leave(String name, GenericContainer<?> member, String address, boolean alive)
            throws IOException, InterruptedException {
        write(name + ".log", member.getLogs());
        InspectContainerResponse.ContainerState state =
                member.getCurrentContainerInfo().getState();
        write(
                name + ".container.txt",
                "status " + state.getStatus() + ", exit code " + state.getExitCodeLong() + ", out of memory "
                        + state.getOOMKilled() + ", started " + state.getStartedAt() + ", ended "
                        + state.getFinishedAt() + "\n");
        if (alive) {
            new HttpPage(http, address, Homes.HTTP).leave(name, directory);
            write(name + ".threads.txt", run(member, RUNTIME + "jcmd", "1", "Thread.print"));
            write(
                    name + ".state.txt",
                    run(member, MemberContainer.LAUNCHER, "state", "inspect", MemberContainer.HOME + "/data"));
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private static String run(GenericContainer<?> member, String... words) throws IOException, InterruptedException {
        return member.execInContainer(words).getStdout();
    }
}
