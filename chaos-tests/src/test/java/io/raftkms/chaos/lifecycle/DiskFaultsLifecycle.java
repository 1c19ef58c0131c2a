package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.kills.Load;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk or a limit of the system fails a member under load: it ends at once with its exit code and says why, the others
 * go on signing, and nothing is signed twice. After each case the member comes back on a good disk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiskFaultsLifecycle {
    private static final String CHAIN = "raftkms-disk";
    private static final int RATE = 50;
    private static final Duration END = Duration.ofSeconds(20);
    private static final Duration READY = Duration.ofSeconds(60);
    private static final int MEMORY_EXIT = 3;

    private final Map<Member, BrokenDisk> disks = new LinkedHashMap<>();
    private Path directory;
    private ConsensusKey key;
    private TestCluster cluster;
    private Load load;

    /** What befalls a member, and what it says of it. */
    enum Fault {
        WRITE_EIO("RK-2301", 23, "Input/output error"),
        FORCE_EIO("RK-2301", 23, "Input/output error"),
        WRITE_ENOSPC("RK-2301", 23, "No space left on device"),
        WRITE_EROFS("RK-2301", 23, "Read-only file system"),
        DATA_DIRECTORY_GONE("RK-2903", 23, "does not exist"),
        NO_DESCRIPTORS("RK-3601", 30, "Too many open files");

        private final String code;
        private final int exit;
        private final String reason;

        Fault(String code, int exit, String reason) {
            this.code = code;
            this.exit = exit;
            this.reason = reason;
        }
    }

    @BeforeAll
    void startMembersAndLoad() throws Exception {
        directory = Workplace.create();
        key = ConsensusKey.generate(directory.resolve("key.json"));
        int port = FreePorts.take();
        Program program = Program.find();
        cluster = TestCluster.create(program, directory, CHAIN, List.of("tcp://127.0.0.1:" + port), key.file());
        for (Member member : cluster.members()) {
            Path place = Files.createDirectory(directory.resolve("disk-" + member.name()));
            disks.put(member, BrokenDisk.of(place, data(member)));
            member.start(disks.get(member).prefix());
        }
        cluster.enrolNewChain();
        load = Load.start(program, directory, port, CHAIN, RATE);
        load.awaitSignatureAfter(0);
    }

    @AfterAll
    void judgeAndStop() throws Exception {
        try {
            cluster.awaitReady(READY);
            load.stop();
            cluster.awaitEqualLedgers(READY);
            Judgement judgement =
                    new Checker(Set.of(key.publicKey())).judge(ObservationFiles.read(List.of(load.observations())));
            assertThat(judgement.violations()).isEmpty();
            assertThat(judgement.signatures()).isPositive();
        } finally {
            load.close();
            cluster.close();
        }
        Workplace.remove(directory);
    }

    @ParameterizedTest(name = "{0} on the leader")
    @EnumSource
    void leaderEndsAtOnceAndTheOthersGoOn(Fault fault) throws Exception {
        cluster.awaitReady(READY);
        Member victim = cluster.awaitLeader();

        strikeAndMend(fault, victim);
    }

    @ParameterizedTest(name = "{0} on a follower")
    @EnumSource(names = "FORCE_EIO")
    void followerEndsAtOnceAndTheOthersGoOn(Fault fault) throws Exception {
        cluster.awaitReady(READY);
        Member leader = cluster.awaitLeader();
        Member victim = cluster.members().stream()
                .filter(member -> member != leader)
                .findFirst()
                .orElseThrow();

        strikeAndMend(fault, victim);
    }

    @Test
    void memberThatRunsOutOfMemoryEndsAndTheOthersGoOn() throws Exception {
        cluster.awaitReady(READY);
        Member victim = cluster.members().get(1);
        victim.process().terminate();
        victim.process().awaitExit(END);

        victim.start(List.of("env", "_JAVA_OPTIONS=-Xms6m -Xmx10m"));

        assertThat(victim.process().awaitExit(READY)).isEqualTo(MEMORY_EXIT);
        load.awaitSignatureAfter(now());
        victim.start(disks.get(victim).prefix());
    }

    private void strikeAndMend(Fault fault, Member victim) throws Exception {
        load.awaitSignatureAfter(now());
        long logged = Files.size(victim.log());

        strike(fault, victim);
        int exit = victim.process().awaitExit(END);

        String said = since(victim.log(), logged);
        assertThat(said).contains(fault.code).contains(fault.reason);
        assertThat(exit).isEqualTo(fault.exit);
        load.awaitSignatureAfter(now());
        mend(victim);
        victim.start(disks.get(victim).prefix());
        cluster.awaitReady(READY);
    }

    private void strike(Fault fault, Member victim) throws IOException, InterruptedException {
        BrokenDisk disk = disks.get(victim);
        switch (fault) {
            case WRITE_EIO -> disk.fails(BrokenDisk.Call.WRITE, BrokenDisk.Error.EIO);
            case FORCE_EIO -> disk.fails(BrokenDisk.Call.FORCE, BrokenDisk.Error.EIO);
            case WRITE_ENOSPC -> disk.fails(BrokenDisk.Call.WRITE, BrokenDisk.Error.ENOSPC);
            case WRITE_EROFS -> disk.fails(BrokenDisk.Call.WRITE, BrokenDisk.Error.EROFS);
            case DATA_DIRECTORY_GONE -> Files.move(data(victim), aside(victim), StandardCopyOption.ATOMIC_MOVE);
            case NO_DESCRIPTORS -> takeDescriptorsFrom(victim.process().pid());
        }
    }

    private void mend(Member victim) throws IOException {
        disks.get(victim).works();
        if (Files.exists(aside(victim))) {
            Files.move(aside(victim), data(victim), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The process may open no file more than it has. */
    private static void takeDescriptorsFrom(long pid) throws IOException, InterruptedException {
        long open;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            open = descriptors.count();
        }
        Process prlimit = new ProcessBuilder("prlimit", "--pid", String.valueOf(pid), "--nofile=" + open)
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    private static Path data(Member member) {
        return member.configuration().resolveSibling("data");
    }

    private static Path aside(Member member) {
        return member.configuration().resolveSibling("data-aside");
    }

    private static String since(Path log, long offset) throws IOException {
        byte[] all = Files.readAllBytes(log);
        return new String(Arrays.copyOfRange(all, (int) offset, all.length), StandardCharsets.UTF_8);
    }

    private static long now() {
        Instant now = Clock.systemUTC().instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
