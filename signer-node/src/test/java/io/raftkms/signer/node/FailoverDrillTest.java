package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * The command on real members in this process, the same for all cases since they take longest to start; {@code
 * DrillLifecycle} has it on processes.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("lifecycle")
class FailoverDrillTest {
    private Path directory;
    private String validator;
    private TestMembers members;
    private StringWriter out;
    private StringWriter err;

    @BeforeAll
    void startThreeMembers(@TempDir Path temporary) throws Exception {
        directory = temporary;
        validator = "tcp://127.0.0.1:" + FreePorts.take(1).get(0);
        members = new TestMembers(directory, 3, List.of(validator));
        members.start(members.names());
        members.enrol();
        // Members that have not applied it are not ready.
        members.awaitEqualLedgers();
    }

    @AfterAll
    void stop() {
        members.close();
    }

    @ParameterizedTest
    @CsvSource({"transfer, 2", "step-down, 1"})
    @Order(2)
    void measuresEveryRoundAndWritesItDown(String kind, int rounds) throws Exception {
        int code = drill(
                "--kind",
                kind,
                "--rounds",
                Integer.toString(rounds),
                "--load",
                validator,
                "--chain-id",
                TestMembers.CHAIN,
                "--throw-away-key",
                "--yes",
                "--report",
                kind + ".json",
                "--json");

        // 25 on a machine so busy that a vote took longer than a second.
        assertThat(code).as("%s%s", out, err).isIn(0, 25);
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("kind").asText()).isEqualTo(kind);
        assertThat(report.path("rounds")).hasSize(rounds).allSatisfy(round -> {
            assertThat(round.path("recovered_ms").isNumber()).isTrue();
            assertThat(round.path("leader_after_ms").isNumber()).isTrue();
            assertThat(round.path("by_hand").asBoolean()).isFalse();
            assertThat(round.path("gap_ms").asLong()).isPositive();
            if (kind.equals("transfer")) {
                assertThat(round.path("to")).isNotEqualTo(round.path("from"));
            }
        });
        assertThat(report.path("load").path("signed").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(report.path("load").path("lost").asInt()).isZero();
        assertThat(report.path("verdict").asText()).isIn("held", "late");
        assertThat(Files.readString(directory.resolve(kind + ".json"))).isEqualToIgnoringWhitespace(out.toString());
        assertThat(err.toString()).contains("3 members", "on this host: ", "round " + rounds + ": " + kind);
        members.awaitEqualLedgers();
    }

    /** After all others. */
    @Test
    @Order(Integer.MAX_VALUE)
    void refusesWhileAMemberIsDown() throws Exception {
        String follower = members.names().stream()
                .filter(name -> !name.equals(members.leader()))
                .findFirst()
                .orElseThrow();
        members.stop(follower);

        assertThat(drillOn(members.leader(), "--yes")).isEqualTo(22);
        assertThat(err.toString()).contains("RK-2782", "member " + follower);
    }

    /** Before any other case asks. */
    @Test
    @Order(1)
    void refusesWhileNobodyAsksForVotes() throws Exception {
        assertThat(drill("--yes")).isEqualTo(22);
        assertThat(err.toString()).contains("RK-2782", "no vote was signed in the last minute", "--load");
    }

    @Test
    void asksFirst() throws Exception {
        int code = drill("--load", validator, "--chain-id", TestMembers.CHAIN, "--throw-away-key");

        assertThat(code).isEqualTo(22);
        assertThat(err.toString()).contains("Will 3 times hand leadership to another member", "RK-2783");
    }

    /**
     * Members of this test are this process; the command must find that out before it kills. After the cases that sign: in
     * the minute after them a drill needs no load of its own.
     */
    @Test
    @Order(3)
    void killsOnlyAnotherProcess() throws Exception {
        assertThat(drill("--kind", "kill", "--yes")).isEqualTo(22);
        assertThat(err.toString()).contains("RK-2782", "runs in this very process");
    }

    @Test
    void replacesNoReport() throws Exception {
        Path report = Files.writeString(directory.resolve("old.json"), "kept");

        assertThat(drill("--yes", "--report", report.toString())).isEqualTo(11);

        assertThat(err.toString()).contains("the report, " + report + ", is there already");
        assertThat(report).hasContent("kept");
    }

    private int drill(String... options) {
        return drillOn("a", options);
    }

    private int drillOn(String member, String... options) {
        List<String> words = new ArrayList<>(List.of("drill", "failover", "-c"));
        words.add(members.configuration(member).file().toString());
        words.addAll(List.of(options));
        out = new StringWriter();
        err = new StringWriter();
        CommandLine command =
                Program.commandLine(new Environment(Clock.systemUTC(), new SecureRandom(), Map.of(), directory));
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(words.toArray(String[]::new));
    }
}
