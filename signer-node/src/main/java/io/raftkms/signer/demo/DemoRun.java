package io.raftkms.signer.demo;

import io.raftkms.protocol.files.PrivValidatorKeyFile;
import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.ObservationFile;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A whole demo: cluster, validator node, heights, the kill, and the check afterwards. */
public final class DemoRun {
    private static final String CHAIN = "demo-1";
    /** About a fast chain's pace, so that sixty heights take a few seconds. */
    private static final double SIGNATURES_PER_SECOND = 20;

    private final Path base;
    private final long heights;
    private final Consumer<List<String>> clusterInit;
    private final SecureRandom random;
    private final Clock clock;
    private final PrintWriter say;

    /**
     * @param base an empty directory
     * @param clusterInit runs a raftkms command with these arguments
     */
    public DemoRun(
            Path base,
            long heights,
            Consumer<List<String>> clusterInit,
            SecureRandom random,
            Clock clock,
            PrintWriter say) {
        this.base = base;
        this.heights = heights;
        this.clusterInit = clusterInit;
        this.random = random;
        this.clock = clock;
        this.say = say;
    }

    /**
     * Runs it, on the calling thread.
     *
     * @param progress told each height when it is done
     */
    public DemoReport run(LongConsumer progress) throws IOException, InterruptedException {
        FsyncProbe disk = FsyncProbe.measure(base);
        Path observations = base.resolve("observations.jsonl");
        try (ObservationFile file = new ObservationFile(observations)) {
            FailoverClock failover = new FailoverClock(file, System::nanoTime);
            FirstSignature first = new FirstSignature(failover);
            NodeSettings node =
                    NodeSettings.stock("demo", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CHAIN);
            try (SimulatedValidator validator = new SimulatedValidator(node, first, random, clock)) {
                InetSocketAddress address = (InetSocketAddress) validator.listen(Duration.ZERO);
                return runMembers(validator, address, first, failover, disk, observations, progress);
            }
        }
    }

    private DemoReport runMembers(
            SimulatedValidator validator,
            InetSocketAddress address,
            FirstSignature first,
            FailoverClock failover,
            FsyncProbe disk,
            Path observations,
            LongConsumer progress)
            throws IOException, InterruptedException {
        Path directory = writeHomes(address.getPort());
        try (DemoCluster cluster = new DemoCluster(directory)) {
            tell("starting three members");
            cluster.start();
            String leader = cluster.enrol(CHAIN);
            tell("member " + leader + " leads; the key is enrolled");
            validator.refreshPublicKey();
            Kill kill = new Kill(cluster, failover);
            BenchReport.Asked asked = new BenchReport.Asked(CHAIN, 1, heights, SIGNATURES_PER_SECOND, 0);
            BenchReport load = new Load(validator, first, asked, clock).run(height -> {
                progress.accept(height);
                if (height == heights / 2) {
                    kill.start();
                }
            });
            String killed = kill.victim();
            ObservationCheck check = ObservationCheck.of(observations);
            return new DemoReport(
                    load,
                    killed,
                    BenchReport.millis(failover.gap().orElse(Duration.ZERO)),
                    disk.fileSystem(),
                    BenchReport.millis(disk.median()),
                    check.signatures(),
                    check.violations());
        }
    }

    /** The kill happens while requests go on, on a thread of its own. */
    private final class Kill {
        private final DemoCluster cluster;
        private final FailoverClock failover;
        private final java.util.concurrent.CompletableFuture<String> victim =
                new java.util.concurrent.CompletableFuture<>();

        Kill(DemoCluster cluster, FailoverClock failover) {
            this.cluster = cluster;
            this.failover = failover;
        }

        void start() {
            new Thread(this::kill, "kill").start();
        }

        private void kill() {
            try {
                String leader = cluster.killLeader();
                failover.killed();
                tell("killed member " + leader + ", which led");
                victim.complete(leader);
            } catch (InterruptedException | RuntimeException failed) {
                victim.completeExceptionally(failed);
            }
        }

        String victim() {
            return victim.join();
        }
    }

    private Path writeHomes(int validatorPort) throws IOException {
        Path keyFile = base.resolve("priv_validator_key.json");
        try (SecretSeed seed = SecretSeed.random(random)) {
            byte[] content = new PrivValidatorKeyFile(seed.ed25519PublicKey(), seed).encode();
            new SecretFile(ProcessGroups.ofThisProcess()).create(keyFile, content);
        } catch (KeyFaultException e) {
            throw new IOException(e.getMessage(), e);
        }
        List<Integer> ports = FreePorts.find(3 * DemoCluster.NAMES.size());
        Path directory = base.resolve("cluster");
        List<String> arguments = new ArrayList<>(List.of("cluster", "init", "--chain-id", CHAIN));
        for (int i = 0; i < DemoCluster.NAMES.size(); i++) {
            arguments.add("--member");
            arguments.add(DemoCluster.NAMES.get(i) + "=127.0.0.1:" + ports.get(3 * i) + "," + ports.get(3 * i + 1)
                    + ",http=" + ports.get(3 * i + 2));
        }
        arguments.addAll(List.of("--validator", "tcp://127.0.0.1:" + validatorPort));
        arguments.addAll(List.of("--key", keyFile.toString(), "--out", directory.toString()));
        clusterInit.accept(arguments);
        return directory;
    }

    private void tell(String line) {
        say.println(line);
        say.flush();
    }
}
