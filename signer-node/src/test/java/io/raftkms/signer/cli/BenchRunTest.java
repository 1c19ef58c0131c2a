package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.demo.BenchReport;
import io.raftkms.signer.demo.FirstSignature;
import io.raftkms.signer.demo.Load;
import io.raftkms.signer.demo.OneNodeLoad;
import io.raftkms.signer.demo.SharedKeyLoad;
import io.raftkms.signer.link.LinkFixture;
import io.raftkms.signer.simulator.DifferentSignatures;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.Observer;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchRunTest {
    private static final String CHAIN = "test-chain";
    private static final int HEIGHTS = 40;
    private static final BenchReport.Asked ASKED = new BenchReport.Asked(CHAIN, 1, HEIGHTS, 0, 0);

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aSignalIsAnsweredWithWhatWasMeasuredOnce() throws Exception {
        Path json = directory.resolve("bench.json");
        BenchRun run = new BenchRun(load(), new PrintWriter(out), new PrintWriter(err), json);

        run.stop();
        run.stop();

        assertThat(out.toString()).containsOnlyOnce("STOPPED EARLY by a signal, after 0 of 120 requests");
        assertThat(out.toString()).contains("0 signed").doesNotContain("NaN");
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("stopped").asBoolean()).isTrue();
        assertThat(report.get("throughput_per_second").asDouble()).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aReportThatCannotBeWrittenIsSaid() {
        BenchRun run =
                new BenchRun(load(), new PrintWriter(out), new PrintWriter(err), directory.resolve("none/bench.json"));

        run.stop();

        assertThat(out.toString()).contains("STOPPED EARLY");
        assertThat(err.toString()).startsWith("RK-1104 ");
    }

    /** The thread of the signal may still be making its report when the run, which it has ended, makes the same one. */
    @Test
    void aRunThatIsStoppedSaysSoByItself() throws Exception {
        try (LinkFixture fixture = new LinkFixture()) {
            FirstSignature first = new FirstSignature(Observer.none());
            SimulatedValidator node = signedFor(fixture, first);

            int code = runAndStopAtTheSecondHeight(new OneNodeLoad(node, first, ASKED, Clock.systemUTC()));

            assertThat(code).isZero();
            assertThat(out.toString()).containsOnlyOnce("STOPPED EARLY by a signal, after 6 of 120 requests");
        }
    }

    @Test
    void aRunOfSeveralNodesThatIsStoppedSaysSoByItself() throws Exception {
        DifferentSignatures watch = new DifferentSignatures(Observer.none());
        try (LinkFixture fixture = new LinkFixture();
                SharedKeyLoad load = new SharedKeyLoad(
                        List.of(signedFor(fixture, watch), signedFor(fixture, watch)),
                        watch,
                        ASKED,
                        true,
                        Clock.systemUTC())) {
            int code = runAndStopAtTheSecondHeight(load);

            assertThat(code).isZero();
            assertThat(out.toString()).containsOnlyOnce("STOPPED EARLY by a signal, after 2 of 40 heights");
        }
    }

    @Test
    void aRunToTheLastHeightSaysNothingOfAStop() throws Exception {
        try (LinkFixture fixture = new LinkFixture()) {
            FirstSignature first = new FirstSignature(Observer.none());
            Load load = new OneNodeLoad(signedFor(fixture, first), first, ASKED, Clock.systemUTC());
            BenchRun run = new BenchRun(load, new PrintWriter(out), new PrintWriter(err), null);

            assertThat(run.run(height -> {})).isZero();
            run.stop();

            assertThat(out.toString()).contains("120 signed").doesNotContain("STOPPED");
        }
    }

    private int runAndStopAtTheSecondHeight(Load load) throws InterruptedException {
        return new BenchRun(load, new PrintWriter(out), new PrintWriter(err), null).run(height -> {
            if (height == 2) {
                load.stop();
            }
        });
    }

    /** A node that a signer has named its key to. */
    private static SimulatedValidator signedFor(LinkFixture fixture, Observer observer) throws Exception {
        SimulatedValidator node = fixture.node(LinkFixture.tcp("bench"), observer);
        fixture.member(LinkMode.ALL, node);
        node.start();
        return node;
    }

    private static Load load() {
        NodeSettings node =
                NodeSettings.stock("bench", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CHAIN);
        SimulatedValidator validator =
                new SimulatedValidator(node, Observer.none(), new SecureRandom(), Clock.systemUTC());
        return new OneNodeLoad(validator, new FirstSignature(Observer.none()), ASKED, Clock.systemUTC());
    }
}
