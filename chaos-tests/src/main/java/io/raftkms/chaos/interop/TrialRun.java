package io.raftkms.chaos.interop;

import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.judge.Report;
import io.raftkms.chaos.relay.RelayRecorder;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs one trial in a directory of its own: thirty blocks, and a kill of the leader after the tenth. */
final class TrialRun implements AutoCloseable {
    private static final String CHAIN_ID = "raftkms-interop";
    private static final int KILL_AFTER = 10;
    private static final int BLOCKS = 30;
    private static final Duration GOES_ON = Duration.ofSeconds(30);
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final Trial trial;
    private final Path directory;
    private final Path binary;
    private final PrintStream failures;
    private final List<AutoCloseable> open = new ArrayList<>();

    /**
     * @param directory empty
     * @param failures told what members said when something fails
     */
    TrialRun(Trial trial, Path directory, Path binary, PrintStream failures) {
        this.trial = trial;
        this.directory = directory;
        this.binary = binary;
        this.failures = failures;
    }

    TrialResult run() throws IOException, InterruptedException, MalformedException {
        int port = FreePorts.take();
        int rpcPort = FreePorts.take();
        NodeHome home = NodeHome.create(
                binary,
                directory.resolve("node"),
                CHAIN_ID,
                switch (trial.link()) {
                    case KEY_FILE, HANDOVER -> "";
                    case TCP -> "tcp://127.0.0.1:" + port;
                    case RELAY -> "unix://" + directory.resolve("node.sock");
                },
                trial.extensions() ? trial.release().extensions().orElseThrow() : "",
                rpcPort,
                FreePorts.take());
        NodeRpc rpc = new NodeRpc(rpcPort, CHAIN_ID);
        Chain chain = opened(new Chain(home, rpc, directory.resolve("node.log")));
        return switch (trial.link()) {
            case KEY_FILE -> alone(home, chain);
            case HANDOVER -> handedOver(home, chain, "tcp://127.0.0.1:" + port);
            case TCP -> withCluster(home, chain, "tcp://127.0.0.1:" + port);
            case RELAY -> throughRelay(home, chain);
        };
    }

    private TrialResult alone(NodeHome home, Chain chain) throws IOException, InterruptedException, MalformedException {
        chain.start();
        chain.awaitHeight(KILL_AFTER, MINUTE);
        return new CommitAudit(ConsensusKey.read(home.keyFile()).publicKey()).audit(chain, KILL_AFTER - 1, 0);
    }

    private TrialResult handedOver(NodeHome home, Chain chain, String address)
            throws IOException, InterruptedException, MalformedException {
        Handover handover = new Handover(home, chain, directory, CHAIN_ID);
        handover.startAlone();
        ConsensusKey key = handover.stopAndTakeKey();
        TestCluster cluster =
                opened(TestCluster.create(trial.signers(), directory, CHAIN_ID, List.of(address), key.file()));
        try {
            cluster.start();
            handover.throughMembers(cluster, address);
            handover.alone(key);
            return handover.judge(key);
        } catch (RuntimeException failed) {
            cluster.dump(failures);
            throw failed;
        }
    }

    private TrialResult withCluster(NodeHome home, Chain chain, String address)
            throws IOException, InterruptedException, MalformedException {
        ConsensusKey key = home.takeKey(directory.resolve("priv_validator_key.json"));
        TestCluster cluster =
                opened(TestCluster.create(trial.signers(), directory, CHAIN_ID, List.of(address), key.file()));
        try {
            cluster.start();
            cluster.enrolNewChain();
            chain.start();
            chain.awaitHeight(KILL_AFTER, MINUTE);
            Member leader = cluster.awaitLeader();
            long killedAt = chain.height() + 1;
            leader.process().kill9();
            chain.awaitHeight(killedAt + 3, GOES_ON);
            leader.start();
            chain.awaitHeight(Math.max(BLOCKS, killedAt + 15) + 1, MINUTE);
            cluster.awaitReady(GOES_ON);
            return new CommitAudit(key.publicKey()).audit(chain, chain.height() - 1, killedAt);
        } catch (RuntimeException failed) {
            cluster.dump(failures);
            throw failed;
        }
    }

    private TrialResult throughRelay(NodeHome home, Chain chain)
            throws IOException, InterruptedException, MalformedException {
        Path listen = directory.resolve("relay.sock");
        Path observations = directory.resolve("observations.jsonl");
        RelayRecorder relay =
                opened(RelayRecorder.start("node", listen, home.socket(), observations, Clock.systemUTC()));
        TrialResult result = withCluster(home, chain, "unix://" + listen);
        chain.close();
        relay.close();

        List<Observation> seen = ObservationFiles.read(List.of(observations));
        String publicKey =
                ConsensusKey.read(directory.resolve("priv_validator_key.json")).publicKey();
        Judgement judgement = new Checker(Set.of(publicKey)).judge(seen);
        Files.writeString(directory.resolve("judgement.json"), new Report(judgement).json());
        List<String> faults = new ArrayList<>(result.faults());
        relay.faults().forEach(fault -> faults.add("relay: " + fault));
        if (!judgement.holds()) {
            faults.add(new Report(judgement).text());
        }
        judgement.lost().forEach(lost -> faults.add("lost: " + lost));
        judgement.refusals().forEach(refused -> faults.add("refused: " + refused));
        List<Observation> signatures = seen.stream()
                .filter(line -> line.event() == Observation.Event.SIGNATURE)
                .toList();
        if (trial.extensions() && signatures.stream().noneMatch(line -> line.kind() == Kind.EXTENSION)) {
            faults.add("no extension was signed");
        }
        return new TrialResult(
                result.blocks(),
                result.killedAt(),
                result.highRounds(),
                result.ours(),
                result.longest(),
                signatures.size(),
                faults);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    /** Ends every process of the trial, the node first. */
    @Override
    public void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        open.clear();
    }
}
