package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.validators.Answer;
import io.raftkms.chaos.validators.ValidatorNode;
import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What members wrote down of their decisions, and whoever changes it afterwards. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AuditLifecycle {
    private static final int CHANGED = 22;
    /** Of three heights, and the first vote of the fourth. */
    private static final int SIGNED = 10;

    private static final Block FIRST = new Block("a1".repeat(32), 1, "0f".repeat(32));
    private static final Block SECOND = new Block("b2".repeat(32), 1, "0f".repeat(32));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RELOADED = "[log] format differs: it is read at the next start only";

    @RegisterExtension
    final TestValidator validator = new TestValidator("audit");

    @Test
    void auditsOfAClusterVerifyAndChangesAreNamed() throws Exception {
        TestCluster cluster = validator.running();
        validator.sign(1, 3);
        logFromWarningsOn(cluster);
        askedForTwoBlocks(cluster);
        cluster.awaitEqualLedgers(LIMIT);
        awaitWritten(cluster);
        Member killed = cluster.member("b");
        killed.process().kill9();
        killed.start();
        cluster.awaitReady(LIMIT);
        for (Member member : cluster.members()) {
            member.stop();
        }

        Map<Member, AuditExport> audits = new TreeMap<>(Comparator.comparing(Member::name));
        for (Member member : cluster.members()) {
            assertThat(member.command("audit", "verify")).contains("is intact");
            audits.put(member, AuditExport.parse(member.command("audit", "export", "--json")));
            assertThat(audits.get(member).of("applied"))
                    .filteredOn(line -> line.path("decision").asText().equals("reserve"))
                    .as("reservations that %s applied", member.name())
                    .hasSize(SIGNED);
        }
        releasesAndLocalAnswersAreThere(new AuditExport(audits.values().stream()
                .flatMap(export -> export.lines().stream())
                .toList()));
        conflictIsListed(audits);
        exportCuts(cluster.member("a"), audits.get(cluster.member("a")));
        changesAreNamed(cluster.member("a"));
        inspectorsReadAllOf(cluster.member("c"));
    }

    /** And the form of a line, which is read at a start only: the warning of that tells when the level is in use. */
    private void logFromWarningsOn(TestCluster cluster) throws Exception {
        assertThat(logs(cluster)).as("at the level of a start").contains(" INFO ", "signed precommit:");
        for (Member member : cluster.members()) {
            String text = Files.readString(member.configuration());
            Files.writeString(member.configuration(), text + "\n[log]\nlevel = \"warn\"\nformat = \"json\"\n");
            member.process().hangUp();
        }
        for (Member member : cluster.members()) {
            member.awaitSaid(RELOADED, LIMIT);
        }
    }

    private void askedForTwoBlocks(TestCluster cluster) throws Exception {
        try (ValidatorNode node = validator.node()) {
            node.awaitPublicKey();
            assertThat(node.ask(prevote(FIRST))).isInstanceOf(Answer.Signed.class);
            assertThat(node.ask(prevote(FIRST))).as("a repeat").isInstanceOf(Answer.Signed.class);
            assertThat(node.ask(prevote(SECOND)))
                    .isInstanceOfSatisfying(
                            Answer.Refused.class,
                            refused -> assertThat(refused.description()).contains("4/0/prevote"));
        }
        Awaitility.await("the alarm").atMost(LIMIT).until(() -> logs(cluster).contains("conflicting request:"));
        assertThat(logs(cluster))
                .contains("WARN  AuditAlarms conflicting request: chain audit, validator " + validator.address()
                        + ": at h/r/s 4/0/prevote block " + "B2".repeat(32) + " is asked for, block "
                        + "A1".repeat(32) + " reserved;");
        long counted = 0;
        for (Member member : cluster.members()) {
            counted += number("raftkms_conflicts_total", member.metrics());
            String since = Files.readString(member.log());
            assertThat(since.substring(since.lastIndexOf(RELOADED)))
                    .as("signed at level warn")
                    .doesNotContain(" INFO ");
        }
        assertThat(counted).isPositive();
    }

    private PrivvalMessage.Asked prevote(Block block) {
        Timestamp time = new Timestamp(1_790_000_000, 0);
        return new PrivvalMessage.Asked(
                Kind.VOTE, new Canonical.Vote(1, 4, 0, block, time, validator.chainId()), Optional.empty());
    }

    private static long number(String series, String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(series.length() + 1))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    /** A line stays in memory for up to a second, and who is killed takes it along. */
    private static void awaitWritten(TestCluster cluster) {
        Awaitility.await("all lines on disk").atMost(LIMIT).until(() -> {
            StringBuilder all = new StringBuilder();
            for (Member member : cluster.members()) {
                all.append(Files.readString(audit(member)));
            }
            return all.toString().split("\"kind\":\"release\"", -1).length > SIGNED + 1
                    && all.indexOf("\"kind\":\"conflict\"") >= 0
                    && all.indexOf("\"kind\":\"answer\"") >= 0;
        });
    }

    /** A node that asks again after a broken connection is answered again: places are counted, not lines. */
    private void releasesAndLocalAnswersAreThere(AuditExport all) {
        assertThat(all.of("release"))
                .allMatch(line -> line.path("validator").asText().equals(validator.address()))
                .allMatch(line -> line.path("signature").asText().length() == 128)
                .hasSizeGreaterThan(SIGNED);
        assertThat(all.of("release").stream().map(AuditExport::position).distinct())
                .as("places that all members together have released for")
                .hasSize(SIGNED);
        assertThat(all.of("local"))
                .filteredOn(line -> AuditExport.position(line).equals("4/0/prevote"))
                .extracting(line -> line.path("decision").asText())
                .contains("reuse", "refuse");
        assertThat(all.of("answer"))
                .anyMatch(line -> AuditExport.position(line).equals("4/0/prevote")
                        && line.path("outcome").asText().equals("refused"));
    }

    private void conflictIsListed(Map<Member, AuditExport> audits) throws Exception {
        Member told = audits.keySet().stream()
                .filter(member -> !audits.get(member).of("conflict").isEmpty())
                .findFirst()
                .orElseThrow();
        JsonNode conflict =
                JSON.readTree(told.command("audit", "conflicts", "--json")).at("/conflicts/0");

        assertThat(AuditExport.position(conflict)).isEqualTo("4/0/prevote");
        assertThat(conflict.path("validator").asText()).isEqualTo(validator.address());
        assertThat(conflict.at("/asked/sign_bytes").asText()).isEqualTo(signBytes(SECOND));
        assertThat(conflict.at("/reserved/sign_bytes").asText()).isEqualTo(signBytes(FIRST));
    }

    private String signBytes(Block block) {
        return HexFormat.of().formatHex(prevote(block).message().signBytes());
    }

    private static void exportCuts(Member member, AuditExport all) throws Exception {
        Instant from = all.timeAt(0.3);
        Instant to = all.timeAt(0.7);
        String part = member.command("audit", "export", "--json", "--from", from.toString(), "--to", to.toString());
        assertThat(AuditExport.parse(part).lines())
                .isNotEmpty()
                .hasSizeLessThan(all.lines().size())
                .isEqualTo(all.between(from, to));
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
        Program program = validator.program();
        String data = member.data().toString();
        assertThat(program.mustRun(LIMIT, "state", "inspect", data)).contains("watermark", "h/r/s 4/0/prevote");
        assertThat(program.mustRun(LIMIT, "log", "inspect", data, "--limit", "100000"))
                .contains("enrol chain " + validator.chainId(), "h/r/s 4/0/prevote");

        Path copy = validator.directory().resolve("copy");
        Workplace.copy(member.data(), copy);
        Map<String, String> before = content(copy);
        JsonNode state = JSON.readTree(program.mustRun(LIMIT, "state", "inspect", copy.toString(), "--json"));
        JsonNode log = JSON.readTree(program.mustRun(LIMIT, "log", "inspect", copy.toString(), "--json"));

        assertThat(content(copy)).as("what inspectors leave behind").isEqualTo(before);
        assertThat(state.at("/identity/member").asText()).isEqualTo(member.name());
        assertThat(AuditExport.position(state.at("/watermark/0/mark"))).isEqualTo("4/0/prevote");
        assertThat(state.path("damages")).isEmpty();
        assertThat(log.path("segments")).isNotEmpty();
        assertThat(log.path("damages")).isEmpty();
        List<JsonNode> reserved = new ArrayList<>();
        log.path("entries").forEach(entry -> {
            if (entry.path("kind").asText().equals("reserve")) {
                reserved.add(entry);
            }
        });
        assertThat(reserved).hasSize(SIGNED);
        assertThat(reserved.get(SIGNED - 1).path("sign_bytes").asText()).isEqualTo(signBytes(FIRST));
    }

    /** Of all files and directories: time of the last change, and bytes. */
    private static Map<String, String> content(Path directory) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                String bytes = Files.isDirectory(file) ? "" : HexFormat.of().formatHex(Files.readAllBytes(file));
                found.put(file.toString(), Files.getLastModifiedTime(file) + " " + bytes);
            }
        }
        return found;
    }

    private static String logs(TestCluster cluster) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Member member : cluster.members()) {
            all.append(Files.readString(member.log()));
        }
        return all.toString();
    }

    private static Path audit(Member member) throws IOException {
        try (Stream<Path> files = Files.list(member.data().resolve("audit"))) {
            return files.findFirst().orElseThrow();
        }
    }
}
