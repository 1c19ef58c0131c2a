package io.raftkms.signer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.link.LinkFixture;
import io.raftkms.signer.simulator.ChainDriver.Pace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ChainDriverTest {
    private final LinkFixture fixture = new LinkFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void runsHeightsAndWritesDownWhatItSaw(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("observations.jsonl");
        ChainReport report;
        try (ObservationFile observations = new ObservationFile(file)) {
            SimulatedValidator node = fixture.node(LinkFixture.tcp("node"), observations);
            fixture.member(LinkMode.ALL, node);
            node.start();
            List<Long> heights = new ArrayList<>();
            report = new ChainDriver(node, Pace.backToBack(), ByteString.copyFromUtf8("x"), Clock.systemUTC())
                    .run(5, 10, heights::add);
            assertThat(heights).hasSize(10).startsWith(5L);
        }
        assertThat(report.lost()).isEmpty();
        assertThat(report.signed()).isEqualTo(30);
        assertThat(report.latency(Step.PRECOMMIT, 1))
                .isPositive()
                .isGreaterThanOrEqualTo(report.latency(Step.PRECOMMIT, 0.5));
        assertObservations(file);
    }

    @Test
    void keepsToItsPace() throws Exception {
        SimulatedValidator node = fixture.node(LinkFixture.tcp("node"));
        fixture.member(LinkMode.ALL, node);
        node.start();
        ChainReport report = new ChainDriver(node, Pace.perSecond(200), ByteString.EMPTY, Clock.systemUTC())
                .run(1, 10, height -> {});
        assertThat(report.took()).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void countsRefusedVotesAsLost() throws Exception {
        SimulatedValidator node = fixture.node(LinkFixture.tcp("node"));
        fixture.member(LinkMode.ALL, node);
        node.start();
        ChainDriver driver = new ChainDriver(node, Pace.backToBack(), ByteString.EMPTY, Clock.systemUTC());
        driver.run(10, 1, height -> {});
        ChainReport again = driver.run(9, 1, height -> {});
        assertThat(again.signed()).isZero();
        assertThat(again.lost())
                .hasSize(3)
                .allSatisfy(loss -> assertThat(loss.outcome()).isInstanceOf(SigningOutcome.Refused.class));
    }

    @Test
    void tellsWhatARunGaveBeforeItsEnd() throws Exception {
        SimulatedValidator node = fixture.node(LinkFixture.tcp("node"));
        fixture.member(LinkMode.ALL, node);
        node.start();
        ChainDriver driver = new ChainDriver(node, Pace.backToBack(), ByteString.EMPTY, Clock.systemUTC());
        assertThat(driver.soFar().signed()).isZero();
        List<Integer> signed = new ArrayList<>();

        ChainReport report = driver.run(1, 10, height -> {
            signed.add(driver.soFar().signed());
            if (height == 3) {
                driver.stop();
            }
        });

        assertThat(signed).containsExactly(3, 6, 9);
        assertThat(report.signed()).isEqualTo(9);
    }

    private static void assertObservations(Path file) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines).filteredOn(line -> is(line, "request")).hasSize(40);
        List<JsonNode> signatures =
                lines.stream().filter(line -> is(line, "signature")).toList();
        assertThat(signatures).hasSize(40);
        for (JsonNode line : signatures) {
            byte[] message = hex(line, "sign_bytes");
            assertThat(Ed25519.verify(
                            hex(line, "signature"), 0, hex(line, "public_key"), 0, message, 0, message.length))
                    .isTrue();
            assertThat(line.path("end").asLong())
                    .isGreaterThanOrEqualTo(line.path("begin").asLong());
            assertThat(line.path("connection").asText()).matches("1@[0-9a-f]{40}");
        }
        JsonNode first = lines.get(0);
        assertThat(first.path("kind").asText()).isEqualTo("proposal");
        assertThat(first.path("height").asLong()).isEqualTo(5);
        assertThat(first.path("step").asInt()).isEqualTo(1);
        assertThat(first.path("validator").asText()).isEqualTo("node");
        assertThat(first.path("chain_id").asText()).isEqualTo("test-chain");
    }

    private static boolean is(JsonNode line, String event) {
        return line.path("event").asText().equals(event);
    }

    private static byte[] hex(JsonNode line, String field) {
        return HexFormat.of().parseHex(line.path(field).asText());
    }
}
