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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members that wait for the others, come as listeners, and are removed. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ComingAndGoingLifecycle {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REMOVED = 24;

    private final Program program = Program.find();
    private Path directory;
    private TestCluster cluster;

    @BeforeEach
    void makeACluster() throws Exception {
        directory = Workplace.create();
        Path key = ConsensusKey.generate(directory.resolve("key.json")).file();
        cluster = TestCluster.create(
                program, directory, "coming", List.of("tcp://127.0.0.1:" + FreePorts.take()), key);
    }

    @AfterEach
    void removeEverything() throws IOException {
        cluster.close();
        Workplace.remove(directory);
    }

    @Test
    void aMemberThatWaitsForTheOthersStopsCleanly() throws Exception {
        Member alone = cluster.member("a");
        alone.start();
        Awaitility.await("says whom it waits for")
                .atMost(LIMIT)
                .until(() -> Files.readString(alone.log()).contains("waiting for hello from b"));

        alone.process().terminate();

        assertThat(alone.process().awaitExit(LIMIT)).as("exit code").isZero();
    }

    @Test
    void aListenerComesStartsAgainBeforeItIsTakenInAndEndsWhenItIsRemoved() throws Exception {
        cluster.start();
        cluster.enrolNewChain();
        List<Integer> ports = FreePorts.take(3);
        Path home = directory.resolve("audit");
        String made = cluster.member("a")
                .command(
                        "cluster",
                        "add",
                        "audit=127.0.0.1:" + ports.get(0) + "," + ports.get(1) + ",http=" + ports.get(2),
                        "--listener",
                        "--ca",
                        cluster.homes().resolve("ca").toString(),
                        "--out",
                        home.toString(),
                        "--json");
        JsonNode report = new ObjectMapper().readTree(made);
        Member listener = cluster.join("audit", home, ports.get(2));
        listener.start();
        awaitText(listener, "waiting to be taken into the group");
        listener.process().terminate();
        assertThat(listener.process().awaitExit(LIMIT)).as("exit code").isZero();
        listener.start();

        String member = report.path("member").asText();
        Awaitility.await("taken in")
                .atMost(LIMIT)
                .until(() -> cluster.awaitLeader()
                                .attempt("cluster", "add", member, "--listener")
                                .exitCode()
                        == 0);
        cluster.awaitEqualLedgers(LIMIT);
        Awaitility.await("removed")
                .atMost(LIMIT)
                .until(() -> cluster.awaitLeader()
                                .attempt("cluster", "remove", "audit")
                                .exitCode()
                        == 0);

        assertThat(listener.process().awaitExit(LIMIT)).as("exit code").isEqualTo(REMOVED);
        assertThat(listener.process().logTail(40)).contains("RK-2706");
        cluster.forget(listener);
        cluster.awaitReady(LIMIT);
    }

    private static void awaitText(Member member, String text) {
        Awaitility.await(text)
                .atMost(LIMIT)
                .until(() -> Files.readString(member.log()).contains(text));
    }
}
