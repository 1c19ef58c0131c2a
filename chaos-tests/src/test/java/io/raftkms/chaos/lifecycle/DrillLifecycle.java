package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A drill on a cluster of processes whose validator node is signing. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DrillLifecycle {
    private static final String CHAIN = "drill";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int SIGKILL = 128 + 9;

    private final Program program = Program.find();
    private Path directory;
    private Path key;
    private String validator;

    @BeforeEach
    void makeADirectory() throws Exception {
        directory = Workplace.create();
        key = ConsensusKey.generate(directory.resolve("key.json")).file();
        validator = "tcp://127.0.0.1:" + FreePorts.take();
    }

    @AfterEach
    void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transfer", "step-down", "kill"})
    void everyRoundRecoversAndNoVoteIsLost(String kind) throws Exception {
        try (TestCluster cluster = TestCluster.create(program, directory, CHAIN, List.of(validator), key)) {
            cluster.start();
            cluster.enrolNewChain();
            try (SteadyLoad load = SteadyLoad.start(program, directory, validator, CHAIN, false);
                    Supervisor supervisor = new Supervisor(cluster)) {
                Program.Outcome drill = program.run(
                        LIMIT,
                        "drill",
                        "failover",
                        "--kind",
                        kind,
                        "--rounds",
                        "2",
                        "--yes",
                        "--report",
                        directory.resolve("drill.json").toString(),
                        "--json",
                        "-c",
                        cluster.member("a").configuration().toString());

                assertThat(drill.exitCode()).as(drill.output() + drill.errors()).isIn(0, 25);
                JsonNode report = new ObjectMapper().readTree(drill.output());
                assertThat(report.path("rounds")).hasSize(2).allSatisfy(round -> {
                    assertThat(round.path("recovered_ms").isNumber()).isTrue();
                    assertThat(round.path("gap_ms").asLong()).isPositive();
                });
                System.out.println(
                        "drill " + kind + ": gaps " + report.path("rounds").findValuesAsText("gap_ms") + " ms");
                assertThat(supervisor.restarts()).isEqualTo(kind.equals("kill") ? 2 : 0);
                assertThat(load.unsigned()).as("requests without a signature").isEmpty();
            }
            cluster.awaitEqualLedgers(LIMIT);
        }
    }

    /** Starts members again that were killed, as a unit with Restart= does. */
    private static final class Supervisor implements AutoCloseable {
        private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        private final TestCluster cluster;
        private final AtomicInteger restarts = new AtomicInteger();

        Supervisor(TestCluster cluster) {
            this.cluster = cluster;
            watch.scheduleWithFixedDelay(this::look, 100, 100, TimeUnit.MILLISECONDS);
        }

        private void look() {
            for (Member member : cluster.members()) {
                if (!member.isAlive() && member.process().exitCode().orElse(-1) == SIGKILL) {
                    restarts.incrementAndGet();
                    start(member);
                }
            }
        }

        private static void start(Member member) {
            try {
                member.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int restarts() {
            return restarts.get();
        }

        @Override
        public void close() {
            watch.shutdownNow();
        }
    }
}
