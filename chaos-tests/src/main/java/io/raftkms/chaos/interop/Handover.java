package io.raftkms.chaos.interop;

import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/** A validator that moves in and out again: every file that changes hands is one that the other program wrote. */
final class Handover {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int BLOCKS = 5;

    private final NodeHome home;
    private final Chain chain;
    private final Path written;
    private final Path exported;
    private final String chainId;
    /** Heights at which the node was stopped. */
    private final Set<Long> stops = new TreeSet<>();

    Handover(NodeHome home, Chain chain, Path directory, String chainId) {
        this.home = home;
        this.chain = chain;
        this.written = directory.resolve("written.json");
        this.exported = directory.resolve("exported.json");
        this.chainId = chainId;
    }

    void startAlone() throws IOException, InterruptedException {
        chain.start();
        chain.awaitHeight(BLOCKS, MINUTE);
    }

    /** For homes of members, while the node goes on signing: what must not happen, and is found out. */
    ConsensusKey copyKey() throws IOException {
        Path copy = written.resolveSibling("priv_validator_key.json");
        Files.copy(home.keyFile(), copy);
        return ConsensusKey.read(copy);
    }

    /** The members watch the chain before they take the key on. */
    void refusedWhileTheNodeSigns(TestCluster cluster) throws IOException, InterruptedException {
        Path early = written.resolveSibling("early.json");
        Files.copy(home.stateFile(), early);
        String rpc = "http://127.0.0.1:" + home.rpcPort();
        Awaitility.await("the watch").atMost(MINUTE).until(() -> {
            Program.Outcome outcome = cluster.awaitLeader()
                    .attempt(
                            "state",
                            "import",
                            "--chain-id",
                            chainId,
                            "--old-signer-stopped",
                            "--watch-blocks",
                            "5",
                            "--rpc",
                            rpc,
                            early.toString());
            if (outcome.exitCode() == 0) {
                throw new IllegalStateException("the node's signatures were not seen:\n" + outcome.errors());
            }
            return outcome.errors().contains("RK-2509");
        });
    }

    void stopAndTakeKey() throws IOException, InterruptedException {
        stop();
        Files.copy(home.stateFile(), written);
        home.takeKey(written.resolveSibling("taken.json"));
    }

    /** The members go on from the node's file, and give one back. */
    void throughMembers(TestCluster cluster, String address) throws IOException, InterruptedException {
        cluster.onLeader("state", "import", "--chain-id", chainId, "--old-signer-stopped", written.toString());
        cluster.awaitReady(MINUTE);
        home.signBy(address);
        goOn();
        stop();
        cluster.onLeader("state", "export", "--chain-id", chainId, "--final", "--yes", "--out", exported.toString());
    }

    /** The node goes on from the members' file. */
    void alone(ConsensusKey key) throws IOException, InterruptedException {
        home.signBy("");
        home.putKey(key.file(), exported);
        goOn();
    }

    TrialResult judge(ConsensusKey key) throws IOException, InterruptedException, MalformedException {
        return new CommitAudit(key.publicKey())
                .audit(
                        chain,
                        chain.height() - 1,
                        0,
                        height -> stops.stream().anyMatch(stop -> height >= stop && height <= stop + 2));
    }

    private void goOn() throws IOException, InterruptedException {
        chain.start();
        long last = stops.stream().mapToLong(Long::longValue).max().orElse(0);
        chain.awaitHeight(last + BLOCKS, MINUTE);
    }

    private void stop() throws InterruptedException {
        stops.add(chain.height());
        chain.close();
    }
}
