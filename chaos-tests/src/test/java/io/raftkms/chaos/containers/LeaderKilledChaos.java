package io.raftkms.chaos.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

class LeaderKilledChaos {
    private static final int HEIGHTS = 200;
    private static final int RATE = 30;

    @Test
    void signsOnAfterTheLeadersContainerWasKilled(@TempDir Path directory) throws Exception {
        try (ContainerCluster cluster = ContainerCluster.start(directory, "container-chain")) {
            cluster.enrolNewChain();
            GenericContainer<?> bench = cluster.bench(HEIGHTS, RATE);
            bench.start();

            String killed = cluster.awaitLeader();
            Awaitility.await("load")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> bench.getLogs().contains("height"));
            cluster.kill(killed);

            assertThat(cluster.awaitLeader()).isNotEqualTo(killed);
            Awaitility.await("the end of the load")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> !bench.isRunning());
            assertThat(exitCode(bench))
                    .as("every request signed\n%s\n%s", bench.getLogs(), cluster.logs())
                    .isZero();
        }
    }

    private static long exitCode(GenericContainer<?> ended) {
        return DockerClientFactory.instance()
                .client()
                .inspectContainerCmd(ended.getContainerId())
                .exec()
                .getState()
                .getExitCodeLong();
    }
}
