package io.raftkms.chaos.containers;

import io.raftkms.chaos.observer.ObserverFile;
import io.raftkms.chaos.validators.AcceptGeneration;
import io.raftkms.chaos.validators.Driver;
import io.raftkms.chaos.validators.Heights;
import io.raftkms.chaos.validators.HonestDriver;
import io.raftkms.chaos.validators.HostileDriver;
import io.raftkms.chaos.validators.NodeTimings;
import io.raftkms.chaos.validators.ValidatorNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The validator nodes of one scenario with their observer: an honest one for each chain, and a hostile one if it is wanted. */
final class Nodes implements AutoCloseable {
    static final String HONEST = "honest-0";
    static final String HOSTILE = "hostile-0";

    private static final long END_MILLIS = 10_000;

    private final ContainerCluster cluster;
    private final List<Heights> heights;
    private final Random random;
    private final ObserverFile observer;
    private final List<Running> running = new ArrayList<>();
    private final List<String> faultsOfThoseGone = new ArrayList<>();
    private long signedByThoseGone;

    private record Running(Driver driver, Window window) {}

    /**
     * @param heights of each chain, so far
     * @param observations where to
     */
    Nodes(ContainerCluster cluster, List<Heights> heights, Random random, Path observations) throws IOException {
        this.cluster = cluster;
        this.heights = heights;
        this.random = random;
        observer = new ObserverFile(observations, Clock.systemUTC());
    }

    /** All of them listen and begin to ask. */
    void start(int rate, boolean hostile) throws IOException {
        for (int chain = 0; chain < heights.size(); chain++) {
            running.add(honest(chain, rate));
        }
        if (hostile) {
            int number = heights.size();
            Window window = new Window(observer);
            String chainId = cluster.layout().chain(0);
            ValidatorNode node = node(HOSTILE, number, chainId, NodeTimings.impatient(), window);
            running.add(new Running(
                    new HostileDriver(node, chainId, rate, heights.get(0), observer::nowNanos, random), window));
        }
        running.forEach(one -> one.driver().start());
    }

    private Running honest(int chain, int rate) throws IOException {
        Window window = new Window(observer);
        String chainId = cluster.layout().chain(chain);
        ValidatorNode node = node("honest-" + chain, chain, chainId, NodeTimings.stock(), window);
        return new Running(new HonestDriver(node, chainId, rate, heights.get(chain), true, observer::nowNanos), window);
    }

    private ValidatorNode node(String name, int number, String chainId, NodeTimings timings, Window window)
            throws IOException {
        // Both accept loops are met: the old one by members at several sites.
        AcceptGeneration loop = cluster.layout().proxied() ? AcceptGeneration.OLD : AcceptGeneration.NEW;
        return new ValidatorNode(name, listen(number), chainId, loop, timings, window);
    }

    /** Where a node listens: what members dial, unless a proxy is there. */
    InetSocketAddress listen(int number) {
        String host =
                cluster.layout().proxied() ? Sites.NODES : cluster.bridge().gateway();
        return new InetSocketAddress(host, cluster.homes().nodePort(number));
    }

    /** The node of the first chain is gone at once, with what it was doing. */
    void endFirst() throws IOException {
        Running gone = running.remove(0);
        gone.window().close();
        signedByThoseGone += gone.driver().tally().signed();
        faultsOfThoseGone.addAll(faults(gone));
        gone.driver().close();
    }

    /** The node of the first chain starts anew, where the chain is. */
    void startFirst(int rate) throws IOException {
        Running first = honest(0, rate);
        running.add(0, first);
        first.driver().start();
    }

    long nowNanos() {
        return observer.nowNanos();
    }

    /** Signatures that honest nodes have. */
    long signed() {
        return signedByThoseGone
                + running.stream()
                        .map(Running::driver)
                        .filter(HonestDriver.class::isInstance)
                        .mapToLong(driver -> driver.tally().signed())
                        .sum();
    }

    /** What must never happen to a node, by its own word. */
    List<String> faults() {
        List<String> faults = new ArrayList<>(faultsOfThoseGone);
        running.forEach(one -> faults.addAll(faults(one)));
        return faults;
    }

    private static List<String> faults(Running one) {
        Driver driver = one.driver();
        List<String> faults = new ArrayList<>();
        driver.node().faults().forEach(fault -> faults.add(driver.node().name() + ": " + fault));
        driver.failure().ifPresent(failure -> faults.add(driver.node().name() + " ended: " + failure));
        return faults;
    }

    /** Lets every node finish its request, all of them at once: a hundred one after the other take most of a minute. */
    void stop() throws InterruptedException {
        ExecutorService each = Executors.newFixedThreadPool(running.size());
        try {
            running.forEach(one -> each.execute(() -> stop(one.driver())));
            each.shutdown();
            if (!each.awaitTermination(2 * END_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nodes did not stop");
            }
        } finally {
            each.shutdownNow();
        }
    }

    private static void stop(Driver driver) {
        try {
            driver.stop(END_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        for (Running one : running) {
            one.window().close();
            one.driver().close();
        }
        observer.close();
    }
}
