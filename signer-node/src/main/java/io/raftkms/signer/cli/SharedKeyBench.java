package io.raftkms.signer.cli;

import com.google.protobuf.ByteString;
import io.raftkms.signer.demo.BenchReport;
import io.raftkms.signer.demo.SharedKeyReport;
import io.raftkms.signer.simulator.ChainDriver.Pace;
import io.raftkms.signer.simulator.DifferentSignatures;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.Observer;
import io.raftkms.signer.simulator.SharedKeyDriver;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** {@code raftkms bench --validators}: several validator nodes of one key as load. */
final class SharedKeyBench implements AutoCloseable {
    private final Environment environment;
    private final List<String> addresses;
    private final DifferentSignatures watch;
    private final List<SimulatedValidator> nodes = new ArrayList<>();

    /**
     * @param addresses as given, for messages
     * @param settings one for each address, each with a name of its own
     */
    SharedKeyBench(Environment environment, List<String> addresses, List<NodeSettings> settings, Observer observer) {
        this.environment = environment;
        this.addresses = addresses;
        this.watch = new DifferentSignatures(observer);
        for (NodeSettings one : settings) {
            nodes.add(new SimulatedValidator(one, watch, environment.random(), environment.clock()));
        }
    }

    SharedKeyReport run(BenchReport.Asked asked, boolean conflicts, LongConsumer progress, PrintWriter err)
            throws InterruptedException {
        for (int i = 0; i < nodes.size(); i++) {
            AwaitedSigner.listen(nodes.get(i), addresses.get(i), err);
        }
        for (int i = 0; i < nodes.size(); i++) {
            AwaitedSigner.await(nodes.get(i), addresses.get(i));
        }
        Pace pace = asked.ratePerSecond() > 0 ? Pace.perSecond(asked.ratePerSecond()) : Pace.backToBack();
        ByteString extension = ByteString.copyFrom(new byte[asked.extensionBytes()]);
        try (SharedKeyDriver driver = new SharedKeyDriver(nodes, pace, extension, conflicts, environment.clock())) {
            SharedKeyDriver.Outcome outcome = driver.run(asked.firstHeight(), asked.heights(), progress);
            List<String> names = nodes.stream().map(SimulatedValidator::name).toList();
            return SharedKeyReport.of(asked, names, conflicts, outcome, watch);
        }
    }

    @Override
    public void close() throws IOException {
        for (SimulatedValidator node : nodes) {
            node.close();
        }
    }
}
