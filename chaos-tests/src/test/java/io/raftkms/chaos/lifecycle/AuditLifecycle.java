package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What members wrote down of their decisions, and whoever changes it afterwards. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AuditLifecycle {
    private static final String CHAIN = "audit";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CHANGED = 22;

    private final Program program = Program.find();
    private Path directory;

    @BeforeEach
    void makeADirectory() throws IOException {
        directory = Workplace.create();
    }

    @AfterEach
    void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @Test
    void auditsOfAClusterVerifyAndChangesAreNamed() throws Exception {
        String validator = "tcp://127.0.0.1:" + FreePorts.take();
        Path key = ConsensusKey.generate(directory.resolve("key.json")).file();
        try (TestCluster cluster = TestCluster.create(program, directory, CHAIN, List.of(validator), key)) {
            cluster.start();
            cluster.enrolNewChain();
            program.mustRun(LIMIT, "bench", "--listen", validator, "--chain-id", CHAIN, "--heights", "3");
            cluster.awaitEqualLedgers(LIMIT);
            Member killed = cluster.member("b");
            killed.process().kill9();
            killed.start();
            cluster.awaitReady(LIMIT);
            for (Member member : cluster.members()) {
                member.process().terminate();
                assertThat(member.process().awaitExit(LIMIT)).as("exit code").isZero();
            }

            for (Member member : cluster.members()) {
                assertThat(member.command("audit", "verify")).contains("is intact");
                assertThat(member.command("audit", "export", "--json", "--kind", "applied")
                                .lines()
                                .filter(line -> line.contains("\"decision\":\"reserve\"")))
                        .as("reservations that %s applied", member.name())
                        .hasSize(9);
            }
            changesAreNamed(cluster.member("a"));
            inspectorsReadAllOf(cluster.member("c"));
        }
    }

    private void changesAreNamed(Member member) throws Exception {
        Path file = audit(member);
        List<String> lines = Files.readAllLines(file);
        String whole = String.join("\n", lines) + "\n";

        Files.writeString(file, whole.replaceFirst("\"height\":2,", "\"height\":3,"));
        assertFound(member, file, "the line was changed");
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(4);
        Files.writeString(file, String.join("\n", fewer) + "\n");
        assertFound(member, file, "line 5: lines 5 to 5 are missing");
        Files.writeString(file, String.join("\n", lines.subList(0, lines.size() - 3)) + "\n");
        assertFound(member, file, "3 lines were cut off at its end");
        Files.writeString(file, whole);
        assertThat(member.command("audit", "verify")).contains("is intact");
    }

    private static void assertFound(Member member, Path file, String what) throws Exception {
        Program.Outcome outcome = member.attempt("audit", "verify");
        assertThat(outcome.exitCode()).isEqualTo(CHANGED);
        assertThat(outcome.errors()).contains("RK-2801", file.getFileName().toString(), what);
    }

    private void inspectorsReadAllOf(Member member) throws Exception {
        String data = member.configuration().resolveSibling("data").toString();
        assertThat(program.mustRun(LIMIT, "state", "inspect", data)).contains("watermark", "h/r/s 3/0/precommit");
        assertThat(program.mustRun(LIMIT, "log", "inspect", data, "--limit", "100000"))
                .contains("enrol chain " + CHAIN, "h/r/s 3/0/precommit");
    }

    private static Path audit(Member member) throws IOException {
        try (Stream<Path> files = Files.list(member.configuration().resolveSibling("data/audit"))) {
            return files.findFirst().orElseThrow();
        }
    }
}
