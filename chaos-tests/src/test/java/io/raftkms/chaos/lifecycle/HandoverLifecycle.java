package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys that come from another signer, stop, and leave for the next one. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class HandoverLifecycle {
    private static final String CHAIN = "handover";
    private static final int REFUSED = 22;
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final TestValidator validator = new TestValidator(CHAIN);

    @Test
    void sealedKeySignsInTheNextClusterOnlyAboveItsSeal() throws Exception {
        Path state = write("old.json", "{\n  \"height\": \"10\",\n  \"round\": 0,\n  \"step\": 3\n}");
        Path exported = validator.directory().resolve("exported.json");
        try (TestCluster first = waiting()) {
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

            first.onLeader("state", "export", "--chain-id", CHAIN, "--final", "--yes", "--out", exported.toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(exported)))
                    .isEqualTo("rw-------");
            assertThat(bench(14, 1)).as("sealed").isEqualTo(REFUSED);
            assertRefused(first, 11, "RK-1101 … exists and is not overwritten", "--yes", "--out", exported.toString());
            assertRefused(
                    first,
                    REFUSED,
                    "RK-2507 … there is no terminal to ask on, and --yes was not given",
                    "--out",
                    exported + ".2");
            first.awaitEqualLedgers(LIMIT);
            Program.Outcome back = first.awaitLeader()
                    .attempt("state", "import", "--chain-id", CHAIN, "--old-signer-stopped", exported.toString());
            assertThat(back.exitCode()).isEqualTo(REFUSED);
            assertThat(back.errors()).contains("RK-2202", "is sealed at 13/0/precommit");
        }
        JsonNode file = JSON.readTree(exported.toFile());
        assertThat(file.path("height").textValue()).isEqualTo("13");
        assertThat(file.path("signature").textValue()).isNotEmpty();

        try (TestCluster second = waiting()) {
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
        Path exported = validator.directory().resolve("state.json");
        try (TestCluster cluster = waiting()) {
            dryRunShowsTheAgeOfTheFile(cluster, state);
            assertThat(imported(cluster, state)).contains("tmkms state file");
            cluster.awaitReady(LIMIT);
            assertThat(bench(8, 2)).isZero();

            cluster.onLeader("pause");
            cluster.awaitEqualLedgers(LIMIT);
            for (Member member : cluster.members()) {
                // Without a leader for a moment it says so first.
                Awaitility.await("status on " + member.name())
                        .atMost(LIMIT)
                        .until(() -> member.command("cluster", "status")
                                .startsWith("NOT READY: key of chain " + CHAIN + " is paused: raftkms resume"));
                assertThat(gauge(member, "raftkms_key_paused")).isEqualTo("1");
                assertThat(gauge(member, "raftkms_key_sealed")).isEqualTo("0");
            }
            assertThat(bench(10, 1)).as("paused").isEqualTo(REFUSED);
            markIsSetBackAtATerminal(cluster);
            cluster.onLeader("resume", "--chain", CHAIN);
            cluster.awaitReady(LIMIT);
            assertThat(bench(8, 2)).as("what was forgotten").isZero();
            markIsSetUpAndSigningHaltsAtAHeight(cluster);

            assertThat(cluster.onLeader("cluster", "finalize-upgrade")).contains("nothing to do");
            bundleVerifies(cluster);
            cluster.onLeader(
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
            assertThat(bench(16, 1)).as("sealed").isEqualTo(REFUSED);
            assertThat(gauge(cluster.awaitLeader(), "raftkms_key_sealed")).isEqualTo("1");
        }
        JsonNode file = JSON.readTree(exported.toFile());
        assertThat(file.path("height").textValue()).isEqualTo("15");
        assertThat(file.path("step").intValue()).isEqualTo(2);
        assertThat(file.path("block_id").path("hash").textValue()).hasSize(64);
    }

    private static void dryRunShowsTheAgeOfTheFile(TestCluster cluster, Path state) throws Exception {
        Files.setLastModifiedTime(
                state, FileTime.from(Instant.now().minus(Duration.ofHours(3)).minus(Duration.ofMinutes(20))));

        assertThat(cluster.awaitLeader().command("state", "import", "--chain-id", CHAIN, "--dry-run", state.toString()))
                .contains(
                        state + ": tmkms state file, last changed 3 hours ago",
                        "would enrol key ",
                        "nothing is signed at or below 7/0/precommit");
        assertThat(cluster.awaitLeader().command("state", "show")).contains("no key is enrolled");
    }

    /** The key is paused and stands at 9. */
    private static void markIsSetBackAtATerminal(TestCluster cluster) throws Exception {
        String reason = "the chain was restarted at 8";
        Program.Outcome lowered = cluster.onLeaderAtTerminal(
                CHAIN + "\nforget\n" + reason + "\n",
                "state",
                "lower",
                "--chain-id",
                CHAIN,
                "--height",
                "7",
                "--forget-recent");

        assertThat(lowered.exitCode()).as(lowered.output()).isZero();
        assertThat(lowered.output())
                .contains(
                        "Type the chain's id to go on: ",
                        "Type \"forget\" if the chain was restarted below: ",
                        "Reason, for the log: ",
                        "the mark on chain " + CHAIN + " is height 7; above it 0 reservations bind");
        Member leader = cluster.awaitLeader();
        assertThat(leader.command("state", "show"))
                .contains("lowered      from 9/0/precommit to height 7: " + reason)
                .contains("state        paused, ");
        Awaitility.await("the reason in the audit")
                .atMost(LIMIT)
                .until(() -> leader.command("audit", "export", "--kind", "applied")
                        .lines()
                        .anyMatch(line -> line.contains(" command=lower ") && line.contains(reason)));
    }

    /** The key stands at 9. */
    private void markIsSetUpAndSigningHaltsAtAHeight(TestCluster cluster) throws Exception {
        assertThat(cluster.onLeader("state", "raise", "--chain-id", CHAIN, "--height", "12"))
                .contains("nothing is signed at or below height 12 on chain " + CHAIN);
        Path higher = write("higher.json", "{\n  \"height\": \"14\",\n  \"round\": 0,\n  \"step\": 3\n}");
        assertThat(cluster.onLeader(
                        "state", "import", "--chain-id", CHAIN, "--raise", "--old-signer-stopped", higher.toString()))
                .contains("raised the mark of key ", "nothing is signed at or below 14/0/precommit");
        assertThat(cluster.onLeader("pause", "--chain-id", CHAIN, "--at-height", "16"))
                .contains(": paused from height 16 on");

        Program.Outcome asked = validator.bench(14, 3);
        assertThat(asked.exitCode()).isEqualTo(REFUSED);
        assertThat(asked.output()).as("at the raised mark and at the halt").contains("refused 6, invalid 0, lost 0");
        assertThat(cluster.awaitEqualLedgers(LIMIT).highest()).contains(new Position(15, 0, Position.PRECOMMIT));
    }

    private void bundleVerifies(TestCluster cluster) throws Exception {
        Path bundle = validator.directory().resolve("bundle.json");
        cluster.onLeader("state", "export", "--chain-id", CHAIN, "--out", bundle.toString());
        String ca = cluster.homes().resolve("ca").resolve("ca.pem").toString();
        assertThat(validator.program().mustRun(LIMIT, "state", "verify", bundle.toString(), "--ca", ca))
                .contains("mark 15/0/precommit: not for another signer");
    }

    /** Of the only key. */
    private static String gauge(Member member, String family) throws Exception {
        return member.metrics()
                .lines()
                .filter(line -> line.startsWith(family + "{chain=\"" + CHAIN + "\","))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }

    private static void assertRefused(TestCluster cluster, int exitCode, String code, String... words)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("state", "export", "--chain-id", CHAIN, "--final"));
        line.addAll(List.of(words));
        Program.Outcome outcome = cluster.awaitLeader().attempt(line.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(code).isEqualTo(exitCode);
        assertThat(outcome.errors()).containsSubsequence(code.split("…"));
    }

    /** Three members whose key is not enrolled yet. */
    private TestCluster waiting() throws IOException, InterruptedException {
        TestCluster cluster = validator.cluster();
        cluster.start();
        cluster.awaitLeader();
        return cluster;
    }

    private static String imported(TestCluster cluster, Path state) {
        return cluster.onLeader(
                "state", "import", "--chain-id", CHAIN, "--old-signer-stopped", "--json", state.toString());
    }

    private int bench(long firstHeight, int heights) throws IOException, InterruptedException {
        return validator.bench(firstHeight, heights).exitCode();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(validator.directory().resolve(name), content);
    }
}
