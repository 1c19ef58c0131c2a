package io.raftkms.signer.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.Program;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.demo.FreePorts;
import io.raftkms.signer.simulator.ConformanceList;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that are a validator node, with links that dial them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ConformanceCommandTest {
    private final LinkFixture fixture = new LinkFixture();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void ownLinksAreGood() throws Exception {
        int code = run("conformance", addresses(3), "--parked", "1", "--extensions", "--throw-away-key", "--json");

        assertThat(code).as("%s%s", out, err).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("good").asBoolean()).isTrue();
        assertThat(report.path("failed").asInt()).isZero();
        assertThat(report.path("skipped").asInt()).isZero();
        assertThat(report.path("checks").findValuesAsText("name")).containsExactlyElementsOf(ConformanceList.names());
        assertThat(report.path("checks").findValuesAsText("demanded_of")).contains("every signer", "raftkms");
        assertThat(err.toString()).contains("waiting for a signer on tcp://", "1 of ");
    }

    @Test
    void signerWithoutDoubleSignProtectionIsNotGood() throws Exception {
        fixture.signatures.signAnything();
        int code = run("conformance", addresses(1), "--parked", "1", "--throw-away-key");

        assertThat(code).isEqualTo(25);
        assertThat(out.toString())
                .containsPattern("other block +every signer +failed")
                .containsPattern("proposal that differs only in time +raftkms +differs")
                .containsPattern("2 nodes, same vote +every signer +skipped +- +needs 2 nodes")
                .contains("NOT GOOD: ");
    }

    @Test
    void asksWhetherTheKeyIsAThrowAwayKey() throws Exception {
        assertThat(run("conformance", addresses(1))).isEqualTo(22);
        assertThat(err.toString())
                .contains("RK-2781", "there is no terminal to ask on, and --throw-away-key was not given");
    }

    @Test
    void benchWithSeveralValidatorsAndConflictsTellsWhatWasRefused() throws Exception {
        int code = run(
                "bench",
                addresses(2),
                "--validators",
                "2",
                "--heights",
                "5",
                "--conflicts",
                "--observe",
                "seen.jsonl",
                "--json",
                "report.json");

        assertThat(code).as("%s%s", out, err).isZero();
        assertThat(out.toString())
                .contains("30 signed for 2 validators", "conflicting requests: ")
                .contains("No two different signatures for one height, round and step.");
        assertThat(Files.readString(directory.resolve("seen.jsonl"))).contains("\"bench-1\"", "\"bench-2\"");
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        assertThat(report.path("conflicting").path("refused").asInt()).isPositive();
        assertThat(report.path("different_signatures").asInt()).isZero();
    }

    @Test
    void benchFindsASignerThatSignsTwice() throws Exception {
        fixture.signatures.signAnything();

        assertThat(run("bench", addresses(2), "--validators", "2", "--heights", "2", "--conflicts"))
                .isEqualTo(25);
        assertThat(out.toString()).contains("DIFFERENT SIGNATURES");
    }

    private List<String> addresses(int count) throws Exception {
        List<String> addresses = new ArrayList<>();
        List<LinkSettings> links = new ArrayList<>();
        for (int port : FreePorts.find(count)) {
            addresses.add("tcp://127.0.0.1:" + port);
            links.add(fixture.link(
                    "node" + links.size(),
                    new ValidatorAddress.Tcp(Optional.empty(), "127.0.0.1", port),
                    LinkMode.ALL));
        }
        fixture.member(Transport.available(), fixture.signatures, links);
        return addresses;
    }

    private int run(String command, List<String> addresses, String... options) {
        List<String> words = new ArrayList<>(List.of(command, "--chain-id", Requests.CHAIN));
        addresses.forEach(address -> words.addAll(List.of("--listen", address)));
        words.addAll(List.of(options));
        CommandLine program =
                Program.commandLine(new Environment(Clock.systemUTC(), new SecureRandom(), Map.of(), directory));
        program.setOut(new PrintWriter(out));
        program.setErr(new PrintWriter(err));
        return program.execute(words.toArray(String[]::new));
    }
}
