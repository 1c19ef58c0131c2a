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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that come from another signer, stop, and leave for the next one. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class HandoverLifecycle {
    private static final String CHAIN = "handover";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REFUSED = 22;
    private static final ObjectMapper JSON = new ObjectMapper();

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

    @Test
    void sealedKeySignsInTheNextClusterOnlyAboveItsSeal() throws Exception {
        Path state = write("old.json", "{\n  \"height\": \"10\",\n  \"round\": 0,\n  \"step\": 3\n}");
        Path exported = directory.resolve("exported.json");
        try (TestCluster first = running("1")) {
            assertThat(imported(first, state)).contains("height\" : 10", "priv_validator_state.json");
            first.awaitReady(LIMIT);
            assertThat(bench(10, 1)).as("at the file's height").isEqualTo(REFUSED);
            assertThat(bench(11, 3)).isZero();

            Program.Outcome notFinal = first.awaitLeader()
                    .attempt(
                            "state", "export", "--chain-id", CHAIN, "--format", "filepv", "--out", exported.toString());
            assertThat(notFinal.exitCode()).isEqualTo(REFUSED);
            assertThat(notFinal.errors()).contains("RK-2505");
            assertThat(exported).doesNotExist();

            onLeader(first, "state", "export", "--chain-id", CHAIN, "--final", "--yes", "--out", exported.toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(exported)))
                    .isEqualTo("rw-------");
            assertThat(bench(14, 1)).as("sealed").isEqualTo(REFUSED);
            first.awaitEqualLedgers(LIMIT);
            Program.Outcome back = first.awaitLeader()
                    .attempt("state", "import", "--chain-id", CHAIN, "--old-signer-stopped", exported.toString());
            assertThat(back.exitCode()).isEqualTo(REFUSED);
            assertThat(back.errors()).contains("RK-2202", "is sealed at 13/0/precommit");
        }
        JsonNode file = JSON.readTree(exported.toFile());
        assertThat(file.path("height").textValue()).isEqualTo("13");
        assertThat(file.path("signature").textValue()).isNotEmpty();

        try (TestCluster second = running("2")) {
            assertThat(imported(second, exported)).contains("\"note\" : null");
            second.awaitReady(LIMIT);
            assertThat(bench(13, 1)).as("below the seal").isEqualTo(REFUSED);
            assertThat(bench(14, 2)).isZero();
        }
    }

    @Test
    void tmkmsStateComesInAndGoesOutAndAPauseHoldsOnEveryMember() throws Exception {
        Path state = write(
                "tmkms.json",
                "{\"height\":\"7\",\"round\":\"0\",\"step\":2,\"block_id\":{\"hash\":\"\",\"parts\":{\"total\":0,\"hash\":\"\"}}}");
        Path exported = directory.resolve("state.json");
        Path bundle = directory.resolve("bundle.json");
        try (TestCluster cluster = running("1")) {
            assertThat(imported(cluster, state)).contains("tmkms state file");
            cluster.awaitReady(LIMIT);
            assertThat(bench(8, 2)).isZero();

            onLeader(cluster, "pause");
            cluster.awaitEqualLedgers(LIMIT);
            for (Member member : cluster.members()) {
                assertThat(member.command("cluster", "status"))
                        .as("status on %s", member.name())
                        .startsWith("NOT READY: key of chain " + CHAIN + " is paused: raftkms resume");
            }
            assertThat(bench(10, 1)).as("paused").isEqualTo(REFUSED);
            onLeader(cluster, "resume", "--chain-id", CHAIN);
            cluster.awaitReady(LIMIT);
            assertThat(bench(10, 2)).isZero();

            assertThat(onLeader(cluster, "cluster", "finalize-upgrade")).contains("nothing to do");
            onLeader(cluster, "state", "export", "--chain-id", CHAIN, "--out", bundle.toString());
            String ca = cluster.homes().resolve("ca").resolve("ca.pem").toString();
            assertThat(program.mustRun(LIMIT, "state", "verify", bundle.toString(), "--ca", ca))
                    .contains("mark 11/0/precommit: not for another signer");

            onLeader(
                    cluster,
                    "state",
                    "export",
                    "--chain-id",
                    CHAIN,
                    "--format",
                    "tmkms",
                    "--final",
                    "--yes",
                    "--out",
                    exported.toString());
            assertThat(bench(12, 1)).as("sealed").isEqualTo(REFUSED);
        }
        JsonNode file = JSON.readTree(exported.toFile());
        assertThat(file.path("height").textValue()).isEqualTo("11");
        assertThat(file.path("step").intValue()).isEqualTo(2);
        assertThat(file.path("block_id").path("hash").textValue()).hasSize(64);
    }

    private TestCluster running(String name) throws IOException, InterruptedException {
        TestCluster cluster = TestCluster.create(
                program, Files.createDirectory(directory.resolve(name)), CHAIN, List.of(validator), key);
        try {
            cluster.start();
            cluster.awaitLeader();
            return cluster;
        } catch (IOException | RuntimeException failed) {
            cluster.dump(System.out);
            cluster.close();
            throw failed;
        }
    }

    private String imported(TestCluster cluster, Path state) {
        return onLeader(
                cluster, "state", "import", "--chain-id", CHAIN, "--old-signer-stopped", "--json", state.toString());
    }

    /** Runs a command wherever leadership is, until it is done. */
    private static String onLeader(TestCluster cluster, String... words) {
        List<String> printed = new ArrayList<>();
        Awaitility.await(String.join(" ", words)).atMost(LIMIT).until(() -> {
            Program.Outcome outcome = cluster.awaitLeader().attempt(words);
            if (!List.of(0, 15, 32).contains(outcome.exitCode())) {
                throw new IllegalStateException(
                        String.join(" ", words) + " failed:\n" + outcome.output() + outcome.errors());
            }
            printed.add(outcome.output());
            return outcome.exitCode() == 0;
        });
        return printed.get(printed.size() - 1);
    }

    private int bench(long firstHeight, int heights) throws IOException, InterruptedException {
        return program.run(
                        LIMIT,
                        "bench",
                        "--listen",
                        validator,
                        "--chain-id",
                        CHAIN,
                        "--first-height",
                        String.valueOf(firstHeight),
                        "--heights",
                        String.valueOf(heights))
                .exitCode();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
