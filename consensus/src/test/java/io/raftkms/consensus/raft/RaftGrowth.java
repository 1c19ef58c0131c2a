package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reservations through Raft with the sizes of production, three members in this virtual machine, for
 * chaos-tests/growth: their number and that of the chains are system properties. After every tenth all members stop at
 * once and start again; prints what their disks held and how long that took, and fails if either grows.
 */
class RaftGrowth {
    private static final int ENTRIES = Integer.getInteger("raftkms.growth.entries", 10_000);
    private static final int CHAINS = Integer.getInteger("raftkms.growth.chains", 300);
    private static final int STEPS = 10;
    private static final int LOOKS_A_STEP = 10;

    /** Of one chain: fewer than the reservations that are kept, so that a round can be asked again as a whole. */
    private static final int LEAST_AT_ONCE = 30;

    private static final double MEGABYTE = 1024.0 * 1024;
    private static final double MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    /** Milliseconds until one member leads and may be asked, and until all know what all knew. */
    private record Start(double ready, double known) {}

    @TempDir
    Path directory;

    private double longestRound;

    @Test
    void diskAndStartStayAsTheyAreOnceTheLogIsFull() throws Exception {
        System.out.printf("%d chains, %d entries, fsync of 256 bytes p50 %.2f ms%n", CHAINS, ENTRIES, forceMedian());
        System.out.println(
                "    entries   a second   longest round ms   disk MB   log segments   snapshots   start ms   all marks ms");
        List<GrowthSteps.Step> steps = new ArrayList<>();
        try (TestCluster cluster = TestCluster.running(directory, 3)) {
            List<KeyId> keys = enrol(cluster);
            for (int step = 1; step <= STEPS; step++) {
                steps.add(step(cluster, keys, step));
            }
            cluster.assertNoFaults();
        }
        RatisTuning sizes = RatisTuning.PRODUCTION;
        GrowthSteps seen = new GrowthSteps(steps, sizes.purgeKept() + 2 * sizes.snapshotEvery());
        System.out.println(
                seen.conclusive()
                        ? "compared: the later half of the steps after " + seen.full() + " entries with the earlier"
                        : "too few entries to tell growth from filling up");
        assertThat(seen.growth()).as("what grows").isEmpty();
    }

    private GrowthSteps.Step step(TestCluster cluster, List<KeyId> keys, int step) throws IOException {
        double disk = 0;
        longestRound = 0;
        long nanos = 0;
        for (int look = 0; look < LOOKS_A_STEP; look++) {
            int part = (step - 1) * LOOKS_A_STEP + look;
            long begun = System.nanoTime();
            reserve(cluster, keys, share(part), share(part + 1));
            nanos += System.nanoTime() - begun;
            disk = Math.max(disk, disk());
        }
        cluster.awaitEqualLedgers();
        byte[] before = cluster.leader().ledger().hash();
        cluster.stopAll();
        int segments = files("a", "log_").size();
        long snapshots = files("a", "snapshot.").stream()
                .filter(file -> !file.toString().endsWith(".md5"))
                .count();
        Start start = startAgain(cluster, before);
        long entries = share(step * LOOKS_A_STEP);
        double rate = (entries - share((step - 1) * LOOKS_A_STEP)) * 1e9 / nanos;
        System.out.printf(
                "%11d %10.0f %18.1f %9.1f %14d %11d %10.0f %14.0f%n",
                entries, rate, longestRound, disk, segments, snapshots, start.ready(), start.known());
        return new GrowthSteps.Step(entries, disk, start.known());
    }

    /** Entries after a part of all looks. */
    private static int share(int part) {
        return (int) ((long) ENTRIES * part / (STEPS * LOOKS_A_STEP));
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

    /** One height of all chains at once; of few chains several. Asked again as a whole if an outcome is unknown. */
    private void reserve(TestCluster cluster, List<KeyId> keys, int from, int to) {
        int next = from;
        while (next < to) {
            int end = Math.min(to, next + Math.max(LEAST_AT_ONCE, keys.size()));
            RatisClusterMember leader = cluster.leader();
            long begun = System.nanoTime();
            List<CompletableFuture<Submission>> round = new ArrayList<>();
            for (int i = next; i < end; i++) {
                KeyId key = keys.get(i % keys.size());
                Ask ask = Ask.prevote(1 + i / keys.size(), 0, 'A');
                round.add(leader.submit(new Command.Reserve(key, ask.on(key.chainId()))));
            }
            List<Submission> outcomes =
                    round.stream().map(CompletableFuture::join).toList();
            longestRound = Math.max(longestRound, (System.nanoTime() - begun) / MILLISECOND);
            next = outcomes.stream().allMatch(RaftGrowth::reserved) ? end : next;
        }
    }

    private static boolean reserved(Submission outcome) {
        if (outcome instanceof Submission.Applied applied) {
            assertThat(((Answer.Decided) applied.answer()).decision()).isNotInstanceOf(Decision.Refuse.class);
        }
        return outcome instanceof Submission.Applied;
    }

    private static Start startAgain(TestCluster cluster, byte[] before) {
        long begun = System.nanoTime();
        cluster.ids().forEach(cluster::start);
        cluster.leader();
        double ready = (System.nanoTime() - begun) / MILLISECOND;
        TestCluster.patiently()
                .untilAsserted(() -> assertThat(cluster.members())
                        .allSatisfy(member -> assertThat(member.ledger().hash()).isEqualTo(before)));
        double known = (System.nanoTime() - begun) / MILLISECOND;
        return new Start(ready, known);
    }

    /** Of the member that has the most, in megabytes. */
    private double disk() throws IOException {
        long most = 0;
        for (String member : List.of("a", "b", "c")) {
            most = Math.max(
                    most, files(member, "").stream().mapToLong(RaftGrowth::size).sum());
        }
        return most / MEGABYTE;
    }

    /** Of a member, by the beginning of their names. */
    private List<Path> files(String member, String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(member))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (UncheckedIOException gone) {
            // A directory that went while it was walked.
            return files(member, prefix);
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

    /** Milliseconds that an append to a file of the same disk takes to be forced. */
    private double forceMedian() throws IOException {
        long[] nanos = new long[201];
        Path file = directory.resolve("forced");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < nanos.length; i++) {
                channel.write(ByteBuffer.allocate(256));
                long begun = System.nanoTime();
                channel.force(false);
                nanos[i] = System.nanoTime() - begun;
            }
        }
        Files.delete(file);
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / MILLISECOND;
    }
}
