package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reservations through Raft with the sizes of production, three members in this virtual machine, for
 * chaos-tests/growth: their number and that of the chains are system properties. Prints a line every tenth with what a
 * member's disk holds, then how long members take to start.
 */
class RaftGrowth {
    private static final int ENTRIES = Integer.getInteger("raftkms.growth.entries", 10_000);
    private static final int CHAINS = Integer.getInteger("raftkms.growth.chains", 300);
    private static final int STEPS = 10;
    private static final double MEGABYTE = 1024.0 * 1024;

    @TempDir
    Path directory;

    @Test
    void diskIsBoundedAndTheStartIsShort() throws Exception {
        try (TestCluster cluster = TestCluster.running(directory, 3)) {
            List<KeyId> keys = enrol(cluster);
            System.out.printf("%d chains, %d entries%n", CHAINS, ENTRIES);
            System.out.println("    entries   a second   disk of a member MB   log segments   snapshots");
            for (int step = 1; step <= STEPS; step++) {
                int from = (int) ((long) ENTRIES * (step - 1) / STEPS);
                int to = (int) ((long) ENTRIES * step / STEPS);
                long begun = System.nanoTime();
                reserve(cluster, keys, from, to);
                double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
                report(to, (to - from) / seconds);
            }
            cluster.awaitEqualLedgers();
            byte[] before = cluster.leader().ledger().hash();
            cluster.stopAll();
            startAgain(cluster, before);
            cluster.assertNoFaults();
        }
    }

    private static List<KeyId> enrol(TestCluster cluster) {
        List<KeyId> keys = new ArrayList<>();
        for (int chain = 0; chain < CHAINS; chain++) {
            KeyId key = new KeyId(
                    "growth-" + chain, new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(new byte[32])));
            cluster.commit(new Command.Enrol(key, new Enrolment.NewChain(1)));
            keys.add(key);
        }
        return keys;
    }

    /** One height of all chains at a time: as many at once as there are chains. */
    private static void reserve(TestCluster cluster, List<KeyId> keys, int from, int to) {
        int next = from;
        while (next < to) {
            int end = Math.min(to, next + keys.size() - next % keys.size());
            RatisClusterMember leader = cluster.leader();
            List<CompletableFuture<Submission>> round = new ArrayList<>();
            for (int i = next; i < end; i++) {
                KeyId key = keys.get(i % keys.size());
                Ask ask = Ask.prevote(1 + i / keys.size(), 0, 'A');
                round.add(leader.submit(new Command.Reserve(key, ask.on(key.chainId()))));
            }
            boolean all = round.stream().map(CompletableFuture::join).allMatch(Submission.Applied.class::isInstance);
            next = all ? end : next;
        }
    }

    private void report(int entries, double rate) throws IOException {
        System.out.printf(
                "%11d %10.0f %21.1f %14d %11d%n",
                entries,
                rate,
                files("").stream().mapToLong(RaftGrowth::size).sum() / MEGABYTE,
                files("log_").size(),
                files("snapshot.").stream()
                        .filter(file -> !file.toString().endsWith(".md5"))
                        .count());
    }

    private static void startAgain(TestCluster cluster, byte[] before) {
        long begun = System.nanoTime();
        for (MemberId id : cluster.ids()) {
            long one = System.nanoTime();
            cluster.start(id);
            System.out.printf("member %s started in %d ms%n", id.name(), millisSince(one));
        }
        cluster.leader();
        System.out.printf("all three and a ready leader after %d ms%n", millisSince(begun));
        TestCluster.patiently()
                .untilAsserted(() -> assertThat(cluster.members())
                        .allSatisfy(member -> assertThat(member.ledger().hash()).isEqualTo(before)));
        System.out.printf("every mark known everywhere after %d ms%n", millisSince(begun));
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    /** Of the first member, by the beginning of their names. */
    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("a"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    /** A file may go while it is looked at. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
