package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.kills.Load;
import io.raftkms.chaos.machine.Call;
import io.raftkms.chaos.machine.DiskError;
import io.raftkms.chaos.machine.FaultLibrary;
import io.raftkms.chaos.machine.PreloadedMachine;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk or a limit of the system fails a member under load: it ends at once with its exit code and says why, the others
 * go on signing, and nothing is signed twice. After each case the member comes back on a good disk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiskFaultsLifecycle {
    private static final int RATE = 20;
    private static final Duration SLOW = Duration.ofMillis(400);
    private static final Duration END = Duration.ofSeconds(20);
    private static final int MEMORY_EXIT = 3;
    private static final String ROOM = " MB are free for the data directory again";

    @RegisterExtension
    static final TestValidator VALIDATOR = new TestValidator("raftkms-disk");

    private final Map<Member, PreloadedMachine> disks = new LinkedHashMap<>();
    private TestCluster cluster;
    private Load load;

    /** What befalls a member, and what it says of it. */
    enum Fault {
        WRITE_EIO("RK-2301", 23, "Input/output error"),
        FORCE_EIO("RK-2301", 23, "Input/output error"),
        WRITE_ENOSPC("RK-2301", 23, "No space left on device"),
        FORCE_ENOSPC("RK-2301", 23, "No space left on device"),
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
        cluster = VALIDATOR.cluster();
        FaultLibrary library = FaultLibrary.compile(VALIDATOR.program().home(), VALIDATOR.directory());
        for (Member member : cluster.members()) {
            Path place = VALIDATOR.directory().resolve("disk-" + member.name());
            disks.put(member, PreloadedMachine.underAlwaysPowered(member, library, place));
            member.start();
        }
        cluster.enrolNewChain();
        load = VALIDATOR.load(RATE);
        load.awaitSignatureAfter(0);
    }

    @BeforeEach
    void allRunOnGoodDisks() throws Exception {
        for (Member member : cluster.members()) {
            mend(member);
            if (!member.isAlive()) {
                member.start();
            }
        }
        cluster.awaitReady(LIMIT);
    }

    @AfterAll
    void judgeAndStop() throws Exception {
        try (Load ending = load) {
            allRunOnGoodDisks();
            ending.stop();
            cluster.awaitEqualLedgers(LIMIT);
            Judgement judgement = VALIDATOR.judge(ending.observations());
            assertThat(judgement.violations()).isEmpty();
            assertThat(judgement.signatures()).isPositive();
        }
    }

    @ParameterizedTest(name = "{0} on the leader")
    @EnumSource
    void leaderEndsAtOnceAndTheOthersGoOn(Fault fault) throws Exception {
        Member victim = cluster.awaitLeader();

        strikeAndMend(fault, victim);
    }

    @ParameterizedTest(name = "{0} on a follower")
    @EnumSource(names = "FORCE_EIO")
    void followerEndsAtOnceAndTheOthersGoOn(Fault fault) throws Exception {
        Member leader = cluster.awaitLeader();

        strikeAndMend(fault, otherThan(leader));
    }

    /** Ratis puts an empty file in the place of the vote file when it cannot write a vote. The vote that was forced is kept. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"EIO", "ENOSPC"})
    void memberWhoseVoteCannotBeWrittenEndsAndKnowsItsLastVoteWhenItComesBack(DiskError error) throws Exception {
        Member leader = cluster.awaitLeader();
        Member voter = otherThan(leader);
        PreloadedMachine disk = disks.get(voter);
        disk.diskFails(Call.WRITE, error, "raft-meta.tmp");
        load.awaitSignatureAfter(now());

        leader.process().kill9();

        assertThat(voter.process().awaitExit(END)).isEqualTo(Fault.WRITE_EIO.exit);
        assertThat(disk.diskFailures()).containsExactly("raft-meta.tmp");
        disk.diskWorks();
        long logged = Files.size(voter.log());
        voter.start();
        load.awaitSignatureAfter(now());
        assertThat(since(voter.log(), logged))
                .contains("raft-meta is empty, as a vote that cannot be written leaves it, or old");
    }

    /** Its answers come later: as a follower it is not waited for, and as the leader it costs time. */
    @Test
    void slowForcesEndNobody() throws Exception {
        Member leader = cluster.awaitLeader();
        for (Member slow : List.of(otherThan(leader), leader)) {
            disks.get(slow).diskTakes(SLOW);
            load.awaitSignatureAfter(now());
            load.awaitSignatureAfter(now());
            disks.get(slow).diskWorks();
        }

        assertThat(cluster.members()).allMatch(Member::isAlive);
    }

    private Member otherThan(Member one) {
        return cluster.members().stream()
                .filter(member -> member != one)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void littleSpaceIsAWarningAndHardlyAnyTakesLeadershipAwayUntilThereIsRoom() throws Exception {
        Member full = cluster.awaitLeader();
        Member low = otherThan(full);

        disks.get(full).diskHasLeft(100);
        disks.get(low).diskHasLeft(500);
        full.awaitSaid("RK-2902 only 100 MB", LIMIT);
        low.awaitSaid("RK-2901 only 500 MB", LIMIT);

        awaitStatus(
                low,
                "WARNING: member " + full.name() + ": RK-2902 only 100 MB are free for the data directory",
                "WARNING: member " + low.name() + ": RK-2901 only 500 MB are free for the data directory");
        // Its warning is there before leadership has moved.
        Awaitility.await("another member leads").atMost(LIMIT).until(() -> cluster.awaitLeader() != full);
        load.awaitSignatureAfter(now());
        mend(full);
        mend(low);
        full.awaitSaid(ROOM, LIMIT);
        low.awaitSaid(ROOM, LIMIT);
        awaitStatus(low);
        cluster.transferTo(full);
    }

    /** Waits until these are the warnings that it shows of space. */
    private static void awaitStatus(Member member, String... warnings) {
        Awaitility.await("status of " + member.name()).atMost(LIMIT).untilAsserted(() -> {
            List<String> lines = member.attempt("cluster", "status")
                    .output()
                    .lines()
                    .filter(line -> line.contains("RK-29"))
                    .toList();
            assertThat(lines).hasSize(warnings.length);
            for (String warning : warnings) {
                assertThat(lines).anyMatch(line -> line.startsWith(warning));
            }
        });
    }

    @Test
    void memberThatRunsOutOfMemoryEndsAndTheOthersGoOn() throws Exception {
        Member victim = cluster.members().get(1);
        victim.stop();

        victim.start(List.of("env", "_JAVA_OPTIONS=-Xms6m -Xmx10m"));

        assertThat(victim.process().awaitExit(LIMIT)).isEqualTo(MEMORY_EXIT);
        load.awaitSignatureAfter(now());
        victim.start();
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
        victim.start();
        cluster.awaitReady(LIMIT);
    }

    private void strike(Fault fault, Member victim) throws IOException, InterruptedException {
        PreloadedMachine disk = disks.get(victim);
        switch (fault) {
            case WRITE_EIO -> disk.diskFails(Call.WRITE, DiskError.EIO);
            case FORCE_EIO -> disk.diskFails(Call.FORCE, DiskError.EIO);
            case WRITE_ENOSPC -> disk.diskFails(Call.WRITE, DiskError.ENOSPC);
            case FORCE_ENOSPC -> disk.diskFails(Call.FORCE, DiskError.ENOSPC);
            case WRITE_EROFS -> disk.diskFails(Call.WRITE, DiskError.EROFS);
            case DATA_DIRECTORY_GONE -> Files.move(victim.data(), aside(victim), StandardCopyOption.ATOMIC_MOVE);
            case NO_DESCRIPTORS -> takeDescriptorsFrom(victim.process().pid());
        }
    }

    private void mend(Member victim) throws IOException {
        disks.get(victim).diskWorks();
        if (Files.exists(aside(victim))) {
            Files.move(aside(victim), victim.data(), StandardCopyOption.ATOMIC_MOVE);
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
