package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Member b of a running cluster comes back with files that are gone, old or another's: it says so and does not run. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OldStateLifecycle {
    private static final String CHAIN = "oldstate";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Program PROGRAM = Program.find();
    private static Path directory;
    private static String validator;
    private static TestCluster cluster;

    private interface Damage {
        void to(Path data) throws Exception;
    }

    @BeforeAll
    static void runAClusterThatHasSigned() throws Exception {
        directory = Workplace.create();
        validator = "tcp://127.0.0.1:" + FreePorts.take();
        Path key = ConsensusKey.generate(directory.resolve("key.json")).file();
        cluster = TestCluster.create(PROGRAM, directory, CHAIN, List.of(validator), key);
        cluster.start();
        cluster.enrolNewChain();
        sign(1);
        stop();
        Workplace.copy(data(), directory.resolve("backup"));
        cluster.member("b").start();
        cluster.awaitReady(LIMIT);
        sign(4);
        cluster.awaitEqualLedgers(LIMIT);
    }

    @AfterAll
    static void end() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        Workplace.remove(directory);
    }

    @Test
    @Order(1)
    void aBlankDiskWithTheIdentityOfInitIsNotFresh() throws Exception {
        refused("RK-2604", 20, data -> {
            byte[] identity = Files.readAllBytes(data.resolve("identity.json"));
            empty(data);
            Files.write(data.resolve("identity.json"), identity);
        });
    }

    @Test
    @Order(1)
    void aLostVolumeHasNoIdentity() throws Exception {
        refused("RK-2010", 20, OldStateLifecycle::empty);
    }

    @Test
    @Order(1)
    void aVolumeThatIsNotMountedIsNoNewMember() throws Exception {
        refused("RK-2010", 20, Workplace::remove);
    }

    @Test
    @Order(1)
    void anOlderRaftDirectoryEndsTooEarly() throws Exception {
        refused("RK-2006", 20, data -> {
            Workplace.remove(data.resolve("raft"));
            Workplace.copy(directory.resolve("backup").resolve("raft"), data.resolve("raft"));
        });
    }

    @Test
    @Order(1)
    void aWholeDiskFromBeforeIsKnownToTheOthers() throws Exception {
        refused("RK-2606", 24, data -> {
            empty(data);
            Workplace.copy(directory.resolve("backup"), data);
        });
    }

    /** Once more than the original was started since: then only what it had acknowledged tells. */
    @Test
    @Order(0)
    void aWholeDiskFromBeforeIsKnownByItsLogToo() throws Exception {
        refused("RK-2605", 20, data -> {
            empty(data);
            Workplace.copy(directory.resolve("backup"), data);
            assertThat(failingStart().exitCode()).isEqualTo(24);
        });
    }

    @Test
    @Order(1)
    void theDataOfAnotherMemberIsNotItsOwn() throws Exception {
        refused("RK-2101", 21, data -> {
            empty(data);
            Workplace.copy(cluster.member("c").configuration().resolveSibling("data"), data);
        });
    }

    @Test
    @Order(1)
    void withoutOrWithAChangedRecordOfTheOthersItDoesNotTestify() throws Exception {
        refused("RK-2601", 20, data -> Files.delete(data.resolve("peers.json")));
        refused("RK-2602", 20, data -> {
            byte[] bytes = Files.readAllBytes(data.resolve("peers.json"));
            bytes[40] ^= 1;
            Files.write(data.resolve("peers.json"), bytes);
        });
    }

    @Test
    @Order(2)
    void aCopyOfARunningMemberIsRefusedAndTheOriginalSignsOn() throws Exception {
        Path clone = cloneHome();

        Program.Outcome outcome = PROGRAM.refusedStart(clone.resolve("raftkms.toml"));

        assertThat(outcome.errors()).containsAnyOf("\nRK-2607 ", "\nRK-2605 ");
        assertThat(outcome.exitCode()).isIn(20, 24);
        cluster.awaitReady(LIMIT);
        sign(7);
    }

    @Test
    @Order(2)
    void aSecondMachineWithTheSameIdentityIsRefusedAndTheFirstSignsOn() throws Exception {
        Path second = cloneHome();
        byte[] identity = Files.readAllBytes(second.resolve("data/identity.json"));
        empty(second.resolve("data"));
        Files.write(second.resolve("data/identity.json"), identity);

        Program.Outcome outcome = PROGRAM.refusedStart(second.resolve("raftkms.toml"));

        assertThat(outcome.errors()).contains("\nRK-2604 ", "two machines with one identity", "To do: ");
        assertThat(outcome.exitCode()).isEqualTo(20);
        cluster.awaitReady(LIMIT);
        sign(10);
    }

    /** Its disk is as it was before; the third member was away meanwhile, so only the leader can know. */
    @Test
    @Order(3)
    void aMemberThatLostWhatOnlyItAndTheLeaderHadIsRefused() throws Exception {
        cluster.transferTo(cluster.member("a"));
        stop("c");
        stop("b");
        Path before = directory.resolve("before");
        Workplace.copy(data(), before);
        cluster.member("b").start();
        // Alone it had lost leadership; and of what only the leader itself had, the others hear once a second.
        cluster.transferTo(cluster.member("a"));
        sign(13);
        cluster.member("b").process().kill9();
        Path newest = directory.resolve("newest");
        Workplace.copy(data(), newest);
        empty(data());
        Workplace.copy(before, data());

        // The original was started once more than this copy; the next start has a number of its own.
        assertThat(failingStart().errors()).contains("\nRK-2606 ");
        Program.Outcome outcome = failingStart();

        assertThat(outcome.errors())
                .contains("\nRK-2605 ", "Member a does not let", "acknowledged more than its log holds", "To do: ");
        assertThat(outcome.exitCode()).isEqualTo(20);
        empty(data());
        Workplace.copy(newest, data());
        cluster.member("b").start();
        cluster.member("c").start();
        cluster.awaitReady(LIMIT);
    }

    @Test
    @Order(4)
    void ofTwoCopiesOfAStoppedMemberAtMostOneRuns() throws Exception {
        stop();
        Path clone = cloneHome();
        Path log = directory.resolve("clone.log");
        cluster.member("b").start();
        try (ChildProcess copy = ChildProcess.start(
                "copy",
                PROGRAM.serving("start", "-c", clone.resolve("raftkms.toml").toString()),
                log)) {
            ChildProcess original = cluster.member("b").process();
            org.awaitility.Awaitility.await("one of two ends")
                    .atMost(Program.REFUSED_WITHIN)
                    .until(() -> !copy.isAlive() || !original.isAlive());
            ChildProcess ended = copy.isAlive() ? original : copy;
            assertThat(ended.exitCode()).hasValue(24);
            assertThat(ended.logTail(40)).contains("RK-2606");
        }
    }

    /** Puts bad data in the place of the good, which comes back afterwards. */
    private static void refused(String code, int exit, Damage damage) throws Exception {
        stop();
        Path kept = directory.resolve("kept");
        Workplace.copy(data(), kept);
        damage.to(data());

        Program.Outcome outcome = failingStart();

        assertThat(outcome.errors()).contains("\n" + code + " ").contains("To do: ");
        assertThat(outcome.exitCode()).isEqualTo(exit);
        empty(data());
        Workplace.copy(kept, data());
        Workplace.remove(kept);
        cluster.member("b").start();
        cluster.awaitReady(LIMIT);
    }

    private static Program.Outcome failingStart() throws Exception {
        return PROGRAM.refusedStart(cluster.member("b").configuration());
    }

    private static void stop() throws InterruptedException {
        stop("b");
    }

    private static void stop(String name) throws InterruptedException {
        Member member = cluster.member(name);
        member.process().terminate();
        assertThat(member.process().awaitExit(LIMIT)).as("exit code").isZero();
    }

    private static void sign(int first) throws Exception {
        PROGRAM.mustRun(
                LIMIT,
                "bench",
                "--listen",
                validator,
                "--chain-id",
                CHAIN,
                "--heights",
                "3",
                "--first-height",
                String.valueOf(first));
    }

    /** Home of a second b, on ports of its own: what the others call is still the first. */
    private static Path cloneHome() throws IOException {
        Path home = cluster.member("b").configuration().getParent();
        Path clone = Files.createTempDirectory(directory, "x");
        Workplace.copy(home, clone);
        String text = Files.readString(clone.resolve("raftkms.toml"));
        int own = text.indexOf("name = \"b\"");
        int next = text.indexOf("[[cluster.member]]", own);
        int end = next < 0 ? text.indexOf("[http]", own) : next;
        String entry = text.substring(own, end)
                .replaceFirst("raft_port = \\d+", "raft_port = " + FreePorts.take())
                .replaceFirst("peer_port = \\d+", "peer_port = " + FreePorts.take());
        String moved = text.substring(0, own) + entry + text.substring(end);
        Files.writeString(
                clone.resolve("raftkms.toml"),
                moved.replaceFirst("listen = \"127.0.0.1:\\d+\"", "listen = \"127.0.0.1:" + FreePorts.take() + "\""));
        return clone;
    }

    private static Path data() {
        return cluster.member("b").configuration().resolveSibling("data");
    }

    private static void empty(Path data) throws IOException {
        if (Files.exists(data)) {
            Workplace.remove(data);
        }
        Files.createDirectories(data);
    }
}
