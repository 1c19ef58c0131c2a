package io.raftkms.chaos.lifecycle;

import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.kills.Load;
import io.raftkms.chaos.observer.Observer;
import io.raftkms.chaos.validators.AcceptGeneration;
import io.raftkms.chaos.validators.NodeTimings;
import io.raftkms.chaos.validators.ValidatorNode;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A validator in a directory of its own: its chain and key, the address on which its node listens, and the members that
 * sign for it. As a field of a test class it is made anew for each case, as a static one once for all of them. When it goes,
 * so do its processes and files; of a case that failed it prints what the members said last, and leaves the files.
 */
final class TestValidator implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /** For whatever takes seconds. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Observer NOBODY = new Observer() {
        @Override
        public void observe(Observation seen) {}

        @Override
        public long nowNanos() {
            return System.nanoTime();
        }
    };

    private final Program program = Program.find();
    private final String chainId;
    private final List<TestCluster> clusters = new ArrayList<>();
    private boolean ofTheClass;
    private boolean failed;
    private boolean kept;
    private int places;
    private TestCluster shared;
    private Path directory;
    private ConsensusKey key;
    private int port;

    TestValidator(String chainId) {
        this.chainId = chainId;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        ofTheClass = true;
        begin();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (!ofTheClass) {
            begin();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        noteHowItEnded(context);
        if (!ofTheClass) {
            end();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        if (ofTheClass) {
            noteHowItEnded(context);
            end();
        }
    }

    private void begin() throws IOException {
        directory = Workplace.create();
        key = ConsensusKey.generate(directory.resolve("key.json"));
        port = FreePorts.take();
    }

    private void noteHowItEnded(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            failed = true;
            kept = true;
            System.out.println("==== " + context.getDisplayName());
            clusters.forEach(cluster -> cluster.dump(System.out));
        }
    }

    private void end() throws IOException, InterruptedException {
        kill();
        if (kept) {
            System.out.println("kept: " + directory);
            kept = false;
        } else {
            Workplace.remove(directory);
        }
    }

    private void kill() throws InterruptedException {
        for (TestCluster cluster : clusters) {
            cluster.kill();
        }
        clusters.clear();
    }

    Program program() {
        return program;
    }

    String chainId() {
        return chainId;
    }

    Path directory() {
        return directory;
    }

    ConsensusKey key() {
        return key;
    }

    /** Of its node, as members dial it and a bench listens on it. */
    String address() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Three members, which do not run yet. */
    TestCluster cluster() throws IOException, InterruptedException {
        TestCluster cluster = TestCluster.create(program, place(), chainId, List.of(address()), key.file());
        clusters.add(cluster);
        return cluster;
    }

    /** Three members that run, with the key enrolled on a chain that begins. */
    TestCluster running() throws IOException, InterruptedException {
        TestCluster cluster = cluster();
        cluster.start();
        cluster.enrolNewChain();
        return cluster;
    }

    /** Makes the cluster that cases share. */
    interface Maker {
        TestCluster make() throws Exception;
    }

    /** The cluster that the cases of a class share: made for the first, and anew after one that failed, whatever that left. */
    TestCluster shared(Maker maker) throws Exception {
        if (shared == null || failed) {
            kill();
            shared = maker.make();
            failed = false;
        }
        return shared;
    }

    /** For members whose homes are made otherwise. */
    TestCluster clusterOfNone() throws IOException {
        TestCluster cluster = TestCluster.of(program, place(), chainId);
        clusters.add(cluster);
        return cluster;
    }

    private Path place() throws IOException {
        return Files.createDirectory(directory.resolve(String.valueOf(++places)));
    }

    /** Its node, to ask for one thing after the other; closed by who opened it. */
    ValidatorNode node() throws IOException {
        return new ValidatorNode(
                "node",
                new InetSocketAddress("127.0.0.1", port),
                chainId,
                AcceptGeneration.NEW,
                NodeTimings.stock(),
                NOBODY);
    }

    /** Its node asks for every signature of some heights, and ends. */
    Program.Outcome bench(long first, int heights) throws IOException, InterruptedException {
        return program.run(
                LIMIT,
                "bench",
                "--listen",
                address(),
                "--chain-id",
                chainId,
                "--first-height",
                String.valueOf(first),
                "--heights",
                String.valueOf(heights));
    }

    /** Its node gets every signature of some heights. */
    void sign(long first, int heights) throws IOException, InterruptedException {
        Program.Outcome outcome = bench(first, heights);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("not all was signed:\n" + outcome.output() + outcome.errors());
        }
    }

    /** Its node asks for so many signatures a second, from height 1 on; once a directory. */
    Load load(int rate) throws IOException {
        return Load.start(program, directory, port, chainId, rate);
    }

    /** By who knows nothing but the public key. */
    Judgement judge(Path observations) throws IOException, MalformedException {
        return new Checker(Set.of(key.publicKey())).judge(ObservationFiles.read(List.of(observations)));
    }
}
