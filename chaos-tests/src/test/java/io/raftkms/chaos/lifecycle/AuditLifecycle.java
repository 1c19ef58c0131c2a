package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What members wrote down of their decisions, and whoever changes it afterwards. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AuditLifecycle {
    private static final int CHANGED = 22;

    @RegisterExtension
    final TestValidator validator = new TestValidator("audit");

    @Test
    void auditsOfAClusterVerifyAndChangesAreNamed() throws Exception {
        TestCluster cluster = validator.running();
        validator.sign(1, 3);
        cluster.awaitEqualLedgers(LIMIT);
        Member killed = cluster.member("b");
        killed.process().kill9();
        killed.start();
        cluster.awaitReady(LIMIT);
        for (Member member : cluster.members()) {
            member.stop();
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
        Program program = validator.program();
        assertThat(program.mustRun(LIMIT, "state", "inspect", data)).contains("watermark", "h/r/s 3/0/precommit");
        assertThat(program.mustRun(LIMIT, "log", "inspect", data, "--limit", "100000"))
                .contains("enrol chain " + validator.chainId(), "h/r/s 3/0/precommit");
    }

    private static Path audit(Member member) throws IOException {
        try (Stream<Path> files = Files.list(member.configuration().resolveSibling("data/audit"))) {
            return files.findFirst().orElseThrow();
        }
    }
}
