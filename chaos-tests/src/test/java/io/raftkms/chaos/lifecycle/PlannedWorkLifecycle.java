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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planned work under twenty signatures a second: no vote is lost, and the longest gap is printed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PlannedWorkLifecycle {
    private static final String CHAIN = "planned";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Exit code of a member that was removed: not to be started again. */
    private static final int REMOVED = 24;

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
    @ValueSource(booleans = {false, true})
    void rollingRestartLosesNoVote(boolean oldAccept) throws Exception {
        try (TestCluster cluster = cluster(oldAccept);
                SteadyLoad load = SteadyLoad.start(program, directory, validator, CHAIN, oldAccept)) {
            for (Member member : cluster.members()) {
                member.process().terminate();
                assertThat(member.process().awaitExit(LIMIT)).as("exit code").isZero();
                load.awaitMore(5);
                member.start();
                cluster.awaitReady(LIMIT);
            }
            load.awaitMore(20);
            report("rolling restart" + (oldAccept ? ", old accept loop" : ""), load);
        }
    }

    @Test
    void replacementLosesNoVote() throws Exception {
        try (TestCluster cluster = cluster(false);
                SteadyLoad load = SteadyLoad.start(program, directory, validator, CHAIN, false)) {
            Member old = cluster.member("c");
            if (cluster.awaitLeader() == old) {
                cluster.transferTo(cluster.member("a"));
            }
            List<Integer> ports = FreePorts.take(3);
            Path home = directory.resolve("d");
            String made = cluster.member("a")
                    .command(
                            "cluster",
                            "replace",
                            "c",
                            "d=127.0.0.1:" + ports.get(0) + "," + ports.get(1) + ",http=" + ports.get(2),
                            "--ca",
                            cluster.homes().resolve("ca").toString(),
                            "--out",
                            home.toString(),
                            "--json");
            JsonNode report = new ObjectMapper().readTree(made);
            program.mustRun(
                    LIMIT,
                    "softsign",
                    "import",
                    key.toString(),
                    home.resolve(report.path("missing_keys").get(0).asText()).toString());
            Member fresh = cluster.join("d", home, ports.get(2));
            fresh.start();
            Awaitility.await("the new member answers")
                    .atMost(LIMIT)
                    .until(() -> !fresh.status().reachable().isEmpty());

            String member = report.path("member").asText();
            Awaitility.await("replaced")
                    .atMost(LIMIT)
                    .until(() -> cluster.awaitLeader()
                                    .attempt("cluster", "replace", "c", member)
                                    .exitCode()
                            == 0);

            assertThat(old.process().awaitExit(LIMIT)).as("exit code of c").isEqualTo(REMOVED);
            assertThat(old.process().logTail(40)).contains("RK-2706");
            cluster.forget(old);
            cluster.awaitReady(LIMIT);
            load.awaitMore(20);
            report("replacement", load);
        }
    }

    @Test
    void drainedMemberGivesUpLeadershipAndDoesNotTakeItAfterARestart() throws Exception {
        try (TestCluster cluster = cluster(false);
                SteadyLoad load = SteadyLoad.start(program, directory, validator, CHAIN, false)) {
            Member drained = cluster.awaitLeader();
            drained.command("cluster", "drain");
            assertThat(drained.command("cluster", "status")).contains(",drain");
            assertThat(cluster.awaitLeader()).isNotEqualTo(drained);

            drained.process().terminate();
            drained.process().awaitExit(LIMIT);
            drained.start();
            cluster.awaitReady(LIMIT);
            Member leader = cluster.awaitLeader();
            assertThat(leader.attempt("cluster", "transfer", "--to", drained.name())
                            .exitCode())
                    .isEqualTo(32);
            assertThat(drained.command("cluster", "undrain")).contains("is not drained");
            cluster.transferTo(drained);
            load.awaitMore(20);
            report("drain", load);
        }
    }

    @Test
    void drainIsRefusedWhenNobodyElseCouldLead() throws Exception {
        try (TestCluster cluster = cluster(false)) {
            cluster.member("a").command("cluster", "drain");
            cluster.member("b").command("cluster", "drain");
            Program.Outcome refused = cluster.member("c").attempt("cluster", "drain");
            assertThat(refused.exitCode()).isEqualTo(22);
            assertThat(refused.errors()).contains("RK-2705");
        }
    }

    private TestCluster cluster(boolean onlyTheLeaderDials) throws IOException, InterruptedException {
        TestCluster cluster = TestCluster.create(program, directory, CHAIN, List.of(validator), key);
        if (onlyTheLeaderDials) {
            for (Member member : cluster.members()) {
                String text = Files.readString(member.configuration());
                Files.writeString(
                        member.configuration(),
                        text.replace("profile = \"lan\"", "profile = \"lan\"\nlinks = \"leader\""));
            }
        }
        try {
            cluster.start();
            cluster.enrolNewChain();
            return cluster;
        } catch (IOException | RuntimeException failed) {
            cluster.dump(System.out);
            cluster.close();
            throw failed;
        }
    }

    private static void report(String what, SteadyLoad load) {
        System.out.println(what + ": longest gap " + load.longestGap().toMillis() + " ms");
        assertThat(load.unsigned()).as("requests without a signature").isEmpty();
    }
}
