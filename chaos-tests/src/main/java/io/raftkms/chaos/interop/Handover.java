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
    /** Done, another member leads by now, or none. */
    private static final Set<Integer> AGAIN = Set.of(0, 15, 32);

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

    ConsensusKey stopAndTakeKey() throws IOException, InterruptedException {
        stop();
        Files.copy(home.stateFile(), written);
        return home.takeKey(written.resolveSibling("priv_validator_key.json"));
    }

    /** The members go on from the node's file, and give one back. */
    void throughMembers(TestCluster cluster, String address) throws IOException, InterruptedException {
        onLeader(cluster, "state", "import", "--chain-id", chainId, "--old-signer-stopped", written.toString());
        cluster.awaitReady(MINUTE);
        home.signBy(address);
        goOn();
        stop();
        onLeader(cluster, "state", "export", "--chain-id", chainId, "--final", "--yes", "--out", exported.toString());
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

    private static void onLeader(TestCluster cluster, String... words) {
        Awaitility.await(String.join(" ", words)).atMost(MINUTE).until(() -> {
            Program.Outcome outcome = cluster.awaitLeader().attempt(words);
            if (!AGAIN.contains(outcome.exitCode())) {
                throw new IllegalStateException(
                        String.join(" ", words) + " failed:\n" + outcome.output() + outcome.errors());
            }
            return outcome.exitCode() == 0;
        });
    }
}
