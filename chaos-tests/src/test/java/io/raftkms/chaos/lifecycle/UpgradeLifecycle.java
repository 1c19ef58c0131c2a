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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members of two builds: today's, and one that knows the next version of log entries. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class UpgradeLifecycle {
    private static final String CHAIN = "upgrade";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ELSEWHERE = 15;
    private static final int REFUSED = 22;
    private static final int NOT_NOW = 32;
    /** Exit code of a member that does not know an entry: not to be started again. */
    private static final int UNKNOWN_ENTRY = 24;

    private final Program older = Program.find();
    private Program newer;
    private Path directory;
    private Path key;
    private String validator;

    @BeforeEach
    void makeADirectory() throws Exception {
        directory = Workplace.create();
        key = ConsensusKey.generate(directory.resolve("key.json")).file();
        validator = "tcp://127.0.0.1:" + FreePorts.take();
        newer = OtherBuild.thatKnowsVersion(2, older, directory.resolve("newer"));
    }

    @AfterEach
    void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @Test
    void buildsSignTogetherAndMayGoBackUntilTheUpgradeIsFinal() throws Exception {
        try (TestCluster cluster = running(older);
                SteadyLoad load = SteadyLoad.start(older, directory, validator, CHAIN, false)) {
            Member a = cluster.member("a");
            restart(cluster, a, newer);
            cluster.transferTo(a);
            load.awaitMore(10);
            assertRefused(
                    cluster, a, "the program of member b knows version 1", "the program of member c knows version 1");
            cluster.transferTo(cluster.member("b"));
            load.awaitMore(10);
            assertRefused(cluster, cluster.member("b"), "the leader's own program knows version 1 at most");
            restart(cluster, a, older);
            load.awaitMore(10);

            for (Member member : cluster.members()) {
                restart(cluster, member, newer);
            }
            finalizeUpgrade(cluster);
            load.awaitMore(10);
            assertThat(load.unsigned()).as("requests without a signature").isEmpty();

            // Killed: what a stop leaves is a snapshot, which says its version before any entry is read.
            Member back = cluster.member("c");
            back.process().kill9();
            back.process().awaitExit(LIMIT);
            back.become(older);
            back.start();
            assertThat(back.process().awaitExit(LIMIT)).as("exit code of c").isEqualTo(UNKNOWN_ENTRY);
            assertThat(back.process().logTail(40)).contains("RK-2402", "entries of version 1 to 1 are known, not 2");
            load.awaitMore(5);
            back.become(newer);
            back.start();
            cluster.awaitReady(LIMIT);
            load.close();
            cluster.awaitEqualLedgers(LIMIT);
        }
    }

    @Test
    void memberOfAnOlderBuildIsNotTakenInAfterwards() throws Exception {
        try (TestCluster cluster = running(newer)) {
            finalizeUpgrade(cluster);
            List<Integer> ports = FreePorts.take(3);
            Path home = directory.resolve("d");
            String member = made(cluster, home, ports);
            Member joiner = cluster.join("d", home, ports.get(2));
            joiner.become(older);
            joiner.start();
            awaitAnswers(joiner);

            Program.Outcome refused = onLeader(cluster, member);
            assertThat(refused.exitCode()).isEqualTo(REFUSED);
            assertThat(refused.errors()).contains("RK-2708", "entries are of version 2", "knows version 1 at most");
            assertThat(joiner.isAlive()).isTrue();

            stop(joiner);
            joiner.become(newer);
            joiner.start();
            awaitAnswers(joiner);
            assertThat(onLeader(cluster, member).exitCode()).isZero();
            cluster.awaitReady(LIMIT);
        }
    }

    private String made(TestCluster cluster, Path home, List<Integer> ports) throws Exception {
        String made = cluster.member("a")
                .command(
                        "cluster",
                        "add",
                        "d=127.0.0.1:" + ports.get(0) + "," + ports.get(1) + ",http=" + ports.get(2),
                        "--ca",
                        cluster.homes().resolve("ca").toString(),
                        "--out",
                        home.toString(),
                        "--json");
        JsonNode report = new ObjectMapper().readTree(made);
        older.mustRun(
                LIMIT,
                "softsign",
                "import",
                key.toString(),
                home.resolve(report.path("missing_keys").get(0).asText()).toString());
        return report.path("member").asText();
    }

    /** {@code cluster add}, until it is decided. */
    private static Program.Outcome onLeader(TestCluster cluster, String member) {
        return Awaitility.await("cluster add")
                .atMost(LIMIT)
                .until(
                        () -> cluster.awaitLeader().attempt("cluster", "add", member),
                        outcome -> outcome.exitCode() == 0 || outcome.exitCode() == REFUSED);
    }

    private static void awaitAnswers(Member joiner) {
        Awaitility.await("the new member answers")
                .atMost(LIMIT)
                .until(() -> !joiner.status().reachable().isEmpty());
    }

    /** Leadership may move between the transfer and the command. */
    private static void assertRefused(TestCluster cluster, Member leader, String... texts) {
        Program.Outcome refused = Awaitility.await("finalize-upgrade on " + leader.name())
                .atMost(LIMIT)
                .until(
                        () -> {
                            cluster.transferTo(leader);
                            return leader.attempt("cluster", "finalize-upgrade");
                        },
                        outcome -> outcome.exitCode() != ELSEWHERE && outcome.exitCode() != NOT_NOW);
        assertThat(refused.exitCode()).as(refused.output() + refused.errors()).isEqualTo(REFUSED);
        assertThat(refused.errors()).contains("RK-2511").contains(texts);
    }

    private static void finalizeUpgrade(TestCluster cluster) {
        String printed = Awaitility.await("finalize-upgrade")
                .atMost(LIMIT)
                .until(
                        () -> cluster.awaitLeader().attempt("cluster", "finalize-upgrade"),
                        outcome -> outcome.exitCode() == 0)
                .output();
        assertThat(printed).contains("version 2");
    }

    private static void restart(TestCluster cluster, Member member, Program build) throws Exception {
        stop(member);
        member.become(build);
        member.start();
        cluster.awaitReady(LIMIT);
    }

    private static void stop(Member member) throws Exception {
        member.process().terminate();
        assertThat(member.process().awaitExit(LIMIT)).as("exit code").isZero();
    }

    private TestCluster running(Program build) throws IOException, InterruptedException {
        TestCluster cluster = TestCluster.create(older, directory, CHAIN, List.of(validator), key);
        try {
            for (Member member : cluster.members()) {
                member.become(build);
            }
            cluster.start();
            cluster.enrolNewChain();
            return cluster;
        } catch (IOException | RuntimeException failed) {
            cluster.dump(System.out);
            cluster.close();
            throw failed;
        }
    }
}
