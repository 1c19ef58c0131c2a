package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.observer.Observer;
import io.raftkms.chaos.validators.AcceptGeneration;
import io.raftkms.chaos.validators.Driver;
import io.raftkms.chaos.validators.Heights;
import io.raftkms.chaos.validators.HonestDriver;
import io.raftkms.chaos.validators.HostileDriver;
import io.raftkms.chaos.validators.NodeTimings;
import io.raftkms.chaos.validators.Tally;
import io.raftkms.chaos.validators.ValidatorNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The validator nodes of a run, all of one key, with one observer. */
public final class Cast implements AutoCloseable {
    /** Where all nodes are bound. */
    static final String BOUND = "127.0.2.1";

    private final String chainId;
    private final Plan plan;
    private final Observer observer;
    private final AcceptGeneration first;
    private final List<Integer> ports;
    private final Heights heights = new Heights(0);
    private final List<Driver> drivers = new ArrayList<>();

    /**
     * Takes ports; nobody listens yet.
     *
     * @param first accept loop of the first honest node; they take turns
     */
    Cast(String chainId, Plan plan, Observer observer, AcceptGeneration first) throws IOException {
        this.chainId = chainId;
        this.plan = plan;
        this.observer = observer;
        this.first = first;
        ports = FreePorts.take(plan.honest() + plan.hostile());
    }

    /** Names of all nodes, honest ones first. */
    public List<String> names() {
        return IntStream.range(0, ports.size())
                .mapToObj(i -> i < plan.honest() ? "honest-" + i : "hostile-" + (i - plan.honest()))
                .toList();
    }

    /** Whether it follows the chain. */
    public boolean isHonest(String name) {
        return names().indexOf(name) < plan.honest();
    }

    /** The port of each; they are bound to {@link #BOUND}, and dialled at 127.0.0.1. */
    List<Integer> ports() {
        return ports;
    }

    /** Where members dial. */
    List<String> addresses() {
        return ports.stream().map(port -> "tcp://127.0.0.1:" + port).toList();
    }

    /** All nodes listen and begin to ask. */
    void start() throws IOException {
        for (int i = 0; i < plan.honest(); i++) {
            ValidatorNode node = node(i, i % 2 == 0 ? first : first.other(), NodeTimings.stock());
            // Two nodes of a key never have the same time in a proposal: only one of them proposes.
            drivers.add(new HonestDriver(node, chainId, plan.rate(), heights, i == 0, observer::nowNanos));
        }
        for (int i = 0; i < plan.hostile(); i++) {
            ValidatorNode node = node(plan.honest() + i, AcceptGeneration.NEW, NodeTimings.impatient());
            drivers.add(new HostileDriver(
                    node, chainId, plan.rate(), heights, observer::nowNanos, new Random(plan.seed() + i)));
        }
        drivers.forEach(Driver::start);
    }

    private ValidatorNode node(int number, AcceptGeneration generation, NodeTimings timings) throws IOException {
        InetSocketAddress listen = new InetSocketAddress(BOUND, ports.get(number));
        return new ValidatorNode(names().get(number), listen, chainId, generation, timings, observer);
    }

    /** Signatures that honest nodes have. */
    public long signed() {
        return tally().signed();
    }

    /** What became of the requests of honest nodes. */
    public Tally tally() {
        return drivers.stream()
                .filter(HonestDriver.class::isInstance)
                .map(Driver::tally)
                .reduce(new Tally(0, 0, 0), Tally::and);
    }

    /** What must never happen to a node, by its own word. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Driver driver : drivers) {
            driver.node().faults().forEach(fault -> faults.add(driver.node().name() + ": " + fault));
            driver.failure().ifPresent(failure -> faults.add(driver.node().name() + " ended: " + failure));
        }
        return faults;
    }

    /** What hostile nodes did and what they got, a line for each attack. */
    public List<String> attacks() {
        return drivers.stream()
                .filter(HostileDriver.class::isInstance)
                .map(HostileDriver.class::cast)
                .flatMap(driver ->
                        driver.attacks().stream().map(attack -> driver.node().name() + " " + attack))
                .toList();
    }

    /**
     * Every node has its answer and asks nothing more until {@link #wake}.
     *
     * @return names of those that still wait; then nobody rests
     */
    public List<String> rest(Duration limit) throws InterruptedException {
        List<Driver> resting = new ArrayList<>();
        for (Driver driver : drivers) {
            if (driver.rest(limit)) {
                resting.add(driver);
            }
        }
        if (resting.size() < drivers.size()) {
            resting.forEach(Driver::wake);
        }
        return drivers.stream()
                .filter(driver -> !resting.contains(driver))
                .map(driver -> driver.node().name())
                .toList();
    }

    /** Every node asks again. */
    public void wake() {
        drivers.forEach(Driver::wake);
    }

    /** Lets every node finish its request. */
    public void stop(Duration limit) throws InterruptedException {
        for (Driver driver : drivers) {
            driver.stop(limit.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        for (Driver driver : drivers) {
            driver.close();
        }
    }
}
