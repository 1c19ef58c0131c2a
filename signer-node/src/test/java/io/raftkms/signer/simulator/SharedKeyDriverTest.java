package io.raftkms.signer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.demo.BenchReport;
import io.raftkms.signer.demo.ObservationCheck;
import io.raftkms.signer.demo.SharedKeyReport;
import io.raftkms.signer.link.LinkFixture;
import io.raftkms.signer.simulator.ChainDriver.Pace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedKeyDriverTest {
    private static final int HEIGHTS = 10;

    private final LinkFixture fixture = new LinkFixture();

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void everyNodeGetsItsVotesAndNoPositionIsSignedInTwoWays() throws Exception {
        SharedKeyReport report = run(3, true);

        assertThat(report.good()).as("%s", report).isTrue();
        assertThat(report.signed()).isEqualTo(3 * 3 * HEIGHTS);
        // Of three other blocks one may win; four neighbours; three for what is older, two at the first height.
        assertThat(report.conflicting().asked()).isEqualTo((3 + 4 + 3) * HEIGHTS - 1);
        assertThat(report.conflicting().refused()).isGreaterThanOrEqualTo((2 + 3) * HEIGHTS - 1);
        String observed = Files.readString(directory.resolve("observations.jsonl"));
        assertThat(observed).contains("\"node1\"", "\"node2\"", "\"node3\"");
        ObservationCheck check = ObservationCheck.of(directory.resolve("observations.jsonl"));
        assertThat(check.violations()).isEmpty();
        assertThat(check.signatures())
                .isEqualTo(
                        report.signed() + Math.toIntExact(report.conflicting().signed()));
    }

    @Test
    void oneNodeCanConflictWithItself() throws Exception {
        SharedKeyReport report = run(1, true);

        assertThat(report.good()).as("%s", report).isTrue();
        assertThat(report.signed()).isEqualTo(3 * HEIGHTS);
    }

    @Test
    void withoutConflictsNothingIsRefused() throws Exception {
        SharedKeyReport report = run(2, false);

        assertThat(report.good()).as("%s", report).isTrue();
        assertThat(report.conflicting()).isNull();
    }

    @Test
    void signerWithoutDoubleSignProtectionIsFound() throws Exception {
        fixture.signatures.signAnything();
        SharedKeyReport report = run(2, true);

        assertThat(report.good()).isFalse();
        assertThat(report.differentSignatures()).isGreaterThan(HEIGHTS);
        assertThat(report.firstDifference()).contains("h/r/s 1/0/");
    }

    private SharedKeyReport run(int count, boolean conflicts) throws Exception {
        try (ObservationFile file = new ObservationFile(directory.resolve("observations.jsonl"))) {
            DifferentSignatures watch = new DifferentSignatures(file);
            List<SimulatedValidator> nodes = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                nodes.add(fixture.node(LinkFixture.tcp("node" + i), watch));
            }
            fixture.member(LinkMode.ALL, nodes.toArray(SimulatedValidator[]::new));
            for (SimulatedValidator node : nodes) {
                node.start();
            }
            List<Long> heights = new ArrayList<>();
            try (SharedKeyDriver driver = new SharedKeyDriver(
                    nodes, Pace.backToBack(), ByteString.copyFromUtf8("x"), conflicts, Clock.systemUTC())) {
                SharedKeyDriver.Outcome outcome = driver.run(1, HEIGHTS, heights::add);
                assertThat(heights).hasSize(HEIGHTS);
                return SharedKeyReport.of(
                        new BenchReport.Asked("chain", 1, HEIGHTS, 0, 1),
                        nodes.stream().map(SimulatedValidator::name).toList(),
                        conflicts,
                        outcome,
                        watch);
            }
        }
    }
}
