package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.signer.demo.BenchReport;
import io.raftkms.signer.demo.FirstSignature;
import io.raftkms.signer.demo.Load;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchRunTest {
    private static final BenchReport.Asked ASKED = new BenchReport.Asked("chain-1", 1, 40, 0, 0);

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

    private static Load load() {
        NodeSettings node =
                NodeSettings.stock("bench", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "chain-1");
        SimulatedValidator validator =
                new SimulatedValidator(node, Observer.none(), new SecureRandom(), Clock.systemUTC());
        return new Load(validator, new FirstSignature(Observer.none()), ASKED, Clock.systemUTC());
    }
}
