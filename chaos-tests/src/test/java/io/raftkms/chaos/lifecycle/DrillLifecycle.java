package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A drill on a cluster of processes whose validator node is signing. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DrillLifecycle {
    private static final int SIGKILL = 128 + 9;
    /** More than a load asks for during a drill, and no further than a chain may jump. */
    private static final long HEIGHTS_APART = 10_000;

    private static final Duration DRILL_LIMIT = Duration.ofMinutes(3);

    @RegisterExtension
    static final TestValidator VALIDATOR = new TestValidator("drill");

    private static TestCluster cluster;
    private static long first = 1;

    @BeforeAll
    static void run() throws Exception {
        cluster = VALIDATOR.running();
    }

    @ParameterizedTest
    @ValueSource(strings = {"transfer", "step-down", "kill"})
    void everyRoundRecoversAndNoVoteIsLost(String kind) throws Exception {
        cluster.awaitReady(LIMIT);
        try (SteadyLoad load = SteadyLoad.start(VALIDATOR, first, false);
                Supervisor supervisor = new Supervisor(cluster)) {
            Program.Outcome drill = drill(kind);

            assertThat(drill.exitCode()).as(drill.output() + drill.errors()).isIn(0, 25);
            JsonNode report = new ObjectMapper().readTree(drill.output());
            assertThat(report.path("rounds")).hasSize(2).allSatisfy(round -> {
                assertThat(round.path("recovered_ms").isNumber()).isTrue();
                assertThat(round.path("gap_ms").asLong()).isPositive();
            });
            assertThat(supervisor.restarts()).isEqualTo(kind.equals("kill") ? 2 : 0);
            assertThat(load.unsigned()).as("requests without a signature").isEmpty();
            load.report("drill " + kind);
        } finally {
            first += HEIGHTS_APART;
        }
        cluster.awaitEqualLedgers(LIMIT);
    }

    private static Program.Outcome drill(String kind) throws Exception {
        return VALIDATOR
                .program()
                .run(
                        DRILL_LIMIT,
                        "drill",
                        "failover",
                        "--kind",
                        kind,
                        "--rounds",
                        "2",
                        "--yes",
                        "--report",
                        VALIDATOR.directory().resolve("drill-" + kind + ".json").toString(),
                        "--json",
                        "-c",
                        cluster.member("a").configuration().toString());
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
