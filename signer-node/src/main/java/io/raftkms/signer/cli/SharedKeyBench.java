package io.raftkms.signer.cli;

import io.raftkms.signer.demo.BenchReport;
import io.raftkms.signer.demo.SharedKeyLoad;
import io.raftkms.signer.simulator.DifferentSignatures;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.Observer;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

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

    /** Listens at all addresses, then waits until a signer has come to each. */
    void await(PrintWriter err) throws InterruptedException {
        for (int i = 0; i < nodes.size(); i++) {
            AwaitedSigner.listen(nodes.get(i), addresses.get(i), err);
        }
        for (int i = 0; i < nodes.size(); i++) {
            AwaitedSigner.await(nodes.get(i), addresses.get(i));
        }
    }

    SharedKeyLoad load(BenchReport.Asked asked, boolean conflicts) {
        return new SharedKeyLoad(nodes, watch, asked, conflicts, environment.clock());
    }

    @Override
    public void close() throws IOException {
        for (SimulatedValidator node : nodes) {
            node.close();
        }
    }
}
