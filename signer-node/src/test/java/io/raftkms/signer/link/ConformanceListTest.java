package io.raftkms.signer.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.protocol.privval.Dialect;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.simulator.ConformanceList;
import io.raftkms.signer.simulator.ConformanceList.Result;
import io.raftkms.signer.simulator.ConformanceList.Verdict;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConformanceListTest {
    private static final ConformanceList.Limits LIMITS =
            new ConformanceList.Limits(Duration.ofSeconds(1), Duration.ofMillis(300), 3);

    private final LinkFixture fixture = new LinkFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V0_34", "V0_38", "V1"})
    void linksPassForThreeNodesOfEveryDialect(Dialect dialect) throws Exception {
        List<Result> results = run(
                LinkFixture.tcp("one").withDialect(dialect),
                LinkFixture.tcp("two").withDialect(dialect),
                LinkFixture.tcp("three").withDialect(dialect));
        assertThat(results).extracting(Result::name).containsExactlyElementsOf(ConformanceList.names());
        assertThat(results)
                .filteredOn(result -> result.verdict() != Verdict.PASSED && result.verdict() != Verdict.SKIPPED)
                .isEmpty();
        assertThat(results)
                .filteredOn(result -> result.verdict() == Verdict.SKIPPED)
                .hasSize(dialect.readsExtensionSignatures() ? 0 : 6);
    }

    @Test
    void linksPassOverAUnixSocket(@TempDir Path directory) throws Exception {
        List<Result> results =
                run(LinkFixture.settings("unix", UnixDomainSocketAddress.of(directory.resolve("node.sock"))));
        assertThat(results)
                .filteredOn(result -> result.verdict() != Verdict.PASSED && result.verdict() != Verdict.SKIPPED)
                .isEmpty();
    }

    @Test
    void signerWithoutDoubleSignProtectionFails() throws Exception {
        fixture.signatures.signAnything();
        List<Result> results = run(LinkFixture.tcp("one"), LinkFixture.tcp("two"));
        assertThat(results)
                .filteredOn(result -> result.verdict() == Verdict.FAILED)
                .extracting(Result::name)
                .contains(
                        "other block",
                        "nil after block",
                        "block after nil",
                        "conflicting proposal",
                        "height regression",
                        "round regression",
                        "step regression",
                        "2 nodes, conflicting votes",
                        "2 nodes, conflicting proposals")
                .doesNotContain("wrong chain id", "malformed vote or proposal", "prevote", "empty extension");
        assertThat(results)
                .filteredOn(result -> result.verdict() == Verdict.DIFFERS)
                .extracting(Result::name)
                .contains(
                        "vote that differs only in time: stored time and signature",
                        "proposal with another POL round",
                        "proposal that differs only in time",
                        "2 nodes, same vote");
    }

    /** Nodes of a chain without vote extensions take no notice of a missing signature. */
    @Test
    void chainWithoutExtensionsSkipsTheirChecks() throws Exception {
        List<Result> results = run(LinkFixture.tcp("one").withExtensions(false));
        assertThat(results)
                .filteredOn(result -> result.verdict() == Verdict.SKIPPED)
                .extracting(Result::detail)
                .contains("the node wants no vote extensions", "needs 2 nodes", "needs 3 nodes");
    }

    private List<Result> run(NodeSettings... settings) throws Exception {
        List<SimulatedValidator> nodes = new ArrayList<>();
        for (NodeSettings node : settings) {
            nodes.add(fixture.node(node));
        }
        fixture.member(LinkMode.ALL, nodes.toArray(SimulatedValidator[]::new));
        for (SimulatedValidator node : nodes) {
            node.start();
        }
        return new ConformanceList(nodes, LIMITS, 1).run(result -> {});
    }
}
