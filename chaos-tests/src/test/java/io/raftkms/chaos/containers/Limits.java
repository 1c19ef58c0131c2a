package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.util.List;
import org.testcontainers.DockerClientFactory;

/** Members that have too little of their machine. */
final class Limits {
    private static final long PERIOD_MICROS = 100_000;
    private static final long MEGABYTE = 1 << 20;
    /** Less than the program needs to start. */
    private static final long LITTLE = 48 * MEGABYTE;

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final ContainerCluster cluster;
    private final Tools tools;

    Limits(ContainerCluster cluster) {
        this.cluster = cluster;
        tools = new Tools(cluster.label());
    }

    List<Word> words() {
        return List.of(
                Word.each("starve", member -> quota(member, PERIOD_MICROS / 20), member -> quota(member, -1)),
                Word.each("squeeze", this::squeeze, this::unsqueeze),
                Word.each("few_files", this::fewFiles, this::manyFiles));
    }

    private void quota(String member, long micros) {
        docker.updateContainerCmd(cluster.id(member))
                .withCpuPeriod(PERIOD_MICROS)
                .withCpuQuota(micros)
                .exec();
    }

    /** Started again by its host, with so little memory that the kernel ends it. */
    private void squeeze(String member) {
        cluster.kill(member);
        memory(member, LITTLE);
        cluster.start(member);
    }

    private void unsqueeze(String member) {
        int code = cluster.awaitEnd(member);
        memory(member, MemberContainer.MEMORY);
        cluster.start(member);
        if (code == 0) {
            throw new IllegalStateException(member + " ended in order with " + LITTLE + " bytes of memory");
        }
    }

    private void memory(String member, long bytes) {
        docker.updateContainerCmd(cluster.id(member))
                .withMemory(bytes)
                .withMemorySwap(bytes)
                .exec();
    }

    /** No more open files than it has: no new connection, no new segment of the log. */
    private void fewFiles(String member) throws IOException, InterruptedException {
        tools.amongProcessesOf(cluster.id(member), "prlimit --pid 1 --nofile=$(ls /proc/1/fd | wc -l):");
    }

    /** A member that ended of it has its limit back at its start. */
    private void manyFiles(String member) {
        if (cluster.isAlive(member)) {
            tools.amongProcessesOf(
                    cluster.id(member),
                    "prlimit --pid 1 --nofile=$(prlimit --pid 1 --nofile --output HARD --noheadings):");
        } else {
            cluster.start(member);
        }
    }
}
