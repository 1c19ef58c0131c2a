package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.signer.demo.ObservationCheck;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.ObservationFile;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/** Simulated validator nodes on loopback, with stock times; all that they ask and get is written down. */
final class TestValidators implements AutoCloseable {
    private final Path observations;
    private final ObservationFile file;
    private final List<SimulatedValidator> nodes = new ArrayList<>();

    /** Gives each node its address; none listens before it is started. */
    TestValidators(Path directory, int count) throws IOException {
        observations = directory.resolve("observations.jsonl");
        file = new ObservationFile(observations);
        for (int i = 0; i < count; i++) {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            NodeSettings settings = NodeSettings.stock("node" + i, any, TestMembers.CHAIN);
            SimulatedValidator node = new SimulatedValidator(settings, file, new SecureRandom(), Clock.systemUTC());
            node.listen(Duration.ZERO);
            node.close();
            nodes.add(node);
        }
    }

    List<SimulatedValidator> nodes() {
        return List.copyOf(nodes);
    }

    /** Starts all nodes. One that finds no signer within its 3 s ends, and is started again, as its unit would do. */
    void start() {
        for (SimulatedValidator node : nodes) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(node::restart, Objects::nonNull);
        }
    }

    List<String> addresses() {
        return nodes.stream()
                .map(node -> "tcp://127.0.0.1:" + ((InetSocketAddress) node.address()).getPort())
                .toList();
    }

    /** What must hold whatever happened: nothing signed twice, everything verifies. */
    void assertNothingSignedTwice() throws IOException {
        ObservationCheck check = ObservationCheck.of(observations);
        assertThat(check.violations()).isEmpty();
        assertThat(check.signatures()).isPositive();
    }

    @Override
    public void close() throws IOException {
        for (SimulatedValidator node : nodes) {
            node.close();
        }
        file.close();
    }
}
