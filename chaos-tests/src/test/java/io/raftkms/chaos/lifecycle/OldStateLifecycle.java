package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.LedgerView;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Member b of a running cluster comes back with files that are gone, old or another's: it says so and does not run. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OldStateLifecycle {
    @RegisterExtension
    static final TestValidator VALIDATOR = new TestValidator("oldstate");

    private static Program program;
    private static TestCluster cluster;
    private static Member b;

    private interface Damage {
        void to(Path data) throws Exception;
    }

    /** Member b may be down, with its good data. */
    @BeforeEach
    void dataIsGood() throws Exception {
        program = VALIDATOR.program();
        cluster = VALIDATOR.shared(OldStateLifecycle::aClusterThatHasSigned);
        b = cluster.member("b");
    }

    private static TestCluster aClusterThatHasSigned() throws Exception {
        cluster = VALIDATOR.running();
        b = cluster.member("b");
        sign();
        b.stop();
        Workplace.copy(data(), backup());
        b.start();
        cluster.awaitReady(LIMIT);
        sign();
        cluster.awaitEqualLedgers(LIMIT);
        return cluster;
    }

    @Test
    @Order(1)
    void aBlankDiskWithTheIdentityOfInitIsNotFresh() throws Exception {
        refused(
                "RK-2604",
                20,
                "Member … does not let this member run: it knows this member from another data",
                data -> {
                    byte[] identity = Files.readAllBytes(data.resolve("identity.json"));
                    empty(data);
                    Files.write(data.resolve("identity.json"), identity);
                });
    }

    @Test
    @Order(1)
    void aLostVolumeHasNoIdentity() throws Exception {
        refused("RK-2010", 20, "There is no identity at …", OldStateLifecycle::empty);
    }

    @Test
    @Order(1)
    void aVolumeThatIsNotMountedIsNoNewMember() throws Exception {
        refused("RK-2010", 20, "There is no identity at … If a volume is not mounted", Workplace::remove);
    }

    @Test
    @Order(1)
    void anOlderRaftDirectoryEndsTooEarly() throws Exception {
        refused(
                "RK-2006",
                20,
                "The Raft data in … says that this member has applied entry …: the directory is lost, or an older",
                data -> {
                    Workplace.remove(data.resolve("raft"));
                    Workplace.copy(backup().resolve("raft"), data.resolve("raft"));
                });
    }

    @Test
    @Order(1)
    void aWholeDiskFromBeforeIsKnownToTheOthers() throws Exception {
        refused("RK-2606", 24, "it has seen another start with the same number", data -> {
            empty(data);
            Workplace.copy(backup(), data);
        });
    }

    /** Once more than the original was started since: then only what it had acknowledged tells. */
    @Test
    @Order(0)
    void aWholeDiskFromBeforeIsKnownByItsLogToo() throws Exception {
        refused("RK-2605", 20, "this member has acknowledged more than its log holds", data -> {
            empty(data);
            Workplace.copy(backup(), data);
            assertThat(failingStart().exitCode()).isEqualTo(24);
        });
    }

    @Test
    @Order(1)
    void theDataOfAnotherMemberIsNotItsOwn() throws Exception {
        refused("RK-2101", 21, "The identity … is of …, while the configuration is of …", data -> {
            empty(data);
            Workplace.copy(cluster.member("c").configuration().resolveSibling("data"), data);
        });
    }

    @Test
    @Order(1)
    void withoutOrWithAChangedRecordOfTheOthersItDoesNotTestify() throws Exception {
        refused(
                "RK-2601",
                20,
                "There is no … although this member has run before.",
                data -> Files.delete(data.resolve("peers.json")));
        refused("RK-2602", 20, "The file … is damaged: …", data -> {
            byte[] bytes = Files.readAllBytes(data.resolve("peers.json"));
            bytes[40] ^= 1;
            Files.write(data.resolve("peers.json"), bytes);
        });
    }

    @Test
    @Order(2)
    void aCopyOfARunningMemberIsRefusedAndTheOriginalSignsOn() throws Exception {
        cluster.stand();
        Path clone = cloneHome();

        Program.Outcome outcome = program.refusedStart(clone.resolve("raftkms.toml"));

        assertThat(outcome.errors())
                .containsAnyOf("\nRK-2607 ", "\nRK-2605 ")
                .containsAnyOf(
                        "an earlier start of this member still runs and answers",
                        "this member has acknowledged more than its log holds");
        assertThat(outcome.exitCode()).isIn(20, 24);
        cluster.awaitReady(LIMIT);
        sign();
    }

    @Test
    @Order(2)
    void aSecondMachineWithTheSameIdentityIsRefusedAndTheFirstSignsOn() throws Exception {
        cluster.stand();
        Path second = cloneHome();
        byte[] identity = Files.readAllBytes(second.resolve("data/identity.json"));
        empty(second.resolve("data"));
        Files.write(second.resolve("data/identity.json"), identity);

        Program.Outcome outcome = program.refusedStart(second.resolve("raftkms.toml"));

        assertThat(outcome.errors())
                .contains(
                        "\nRK-2604 ",
                        "does not let this member run: it knows this member from another data directory",
                        "two machines with one identity",
                        "To do: ");
        assertThat(outcome.exitCode()).isEqualTo(20);
        cluster.awaitReady(LIMIT);
        sign();
    }

    /** Its disk is as it was before; the third member was away meanwhile, so only the leader can know. */
    @Test
    @Order(3)
    void aMemberThatLostWhatOnlyItAndTheLeaderHadIsRefused() throws Exception {
        cluster.stand();
        cluster.transferTo(cluster.member("a"));
        cluster.member("c").stop();
        b.stop();
        Path before = cluster.homes().resolveSibling("before");
        Workplace.copy(data(), before);
        b.start();
        // Alone it had lost leadership; and of what only the leader itself had, the others hear once a second.
        cluster.transferTo(cluster.member("a"));
        sign();
        b.process().kill9();
        keep();
        empty(data());
        Workplace.copy(before, data());

        // The original was started once more than this copy; the next start has a number of its own.
        assertThat(failingStart().errors()).contains("\nRK-2606 ", "it has seen another start with the same number");
        Program.Outcome outcome = failingStart();

        assertThat(outcome.errors())
                .contains(
                        "\nRK-2605 ",
                        "Member a does not let",
                        "this member has acknowledged more than its log holds",
                        "To do: ");
        assertThat(outcome.exitCode()).isEqualTo(20);
        putBack();
        cluster.stand();
    }

    @Test
    @Order(4)
    void ofTwoCopiesOfAStoppedMemberAtMostOneRuns() throws Exception {
        cluster.stand();
        b.stop();
        Path clone = cloneHome();
        Path log = VALIDATOR.directory().resolve("clone.log");
        b.start();
        try (ChildProcess copy = ChildProcess.start(
                "copy",
                program.serving("start", "-c", clone.resolve("raftkms.toml").toString()),
                log)) {
            ChildProcess original = b.process();
            Awaitility.await("one of two ends")
                    .atMost(Program.REFUSED_WITHIN)
                    .until(() -> !copy.isAlive() || !original.isAlive());
            ChildProcess ended = copy.isAlive() ? original : copy;
            assertThat(ended.exitCode()).hasValue(24);
            assertThat(ended.logTail(40))
                    .contains("RK-2606")
                    .containsAnyOf(
                            "it has seen another start with the same number",
                            "it has seen a newer start of this member");
        }
    }

    /** Puts bad data in the place of the good, which comes back afterwards; that it runs is seen by the cases that go on. */
    private static void refused(String code, int exit, String says, Damage damage) throws Exception {
        if (b.isAlive()) {
            b.stop();
        }
        keep();
        damage.to(data());

        Program.Outcome outcome = failingStart();

        assertThat(outcome.errors()).contains("\n" + code + " ", "To do: ").containsSubsequence(says.split("…"));
        assertThat(outcome.exitCode()).isEqualTo(exit);
        putBack();
    }

    private static Program.Outcome failingStart() throws Exception {
        return program.refusedStart(b.configuration());
    }

    /** Three heights above what the ledger holds. */
    private static void sign() throws Exception {
        LedgerView ledger = cluster.awaitLeader().ledger();
        VALIDATOR.sign(ledger.highest().map(Position::height).orElse(0L) + 1, 3);
    }

    private static void keep() throws IOException {
        Workplace.copy(data(), kept());
    }

    private static void putBack() throws IOException {
        empty(data());
        Workplace.copy(kept(), data());
        Workplace.remove(kept());
    }

    /** Home of a second b, on ports of its own: what the others call is still the first. */
    private static Path cloneHome() throws IOException {
        Path home = b.configuration().getParent();
        Path clone = Files.createTempDirectory(VALIDATOR.directory(), "x");
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
        return b.configuration().resolveSibling("data");
    }

    /** As it was early on. */
    private static Path backup() {
        return cluster.homes().resolveSibling("backup");
    }

    /** The good data, while bad data is in its place. */
    private static Path kept() {
        return cluster.homes().resolveSibling("kept");
    }

    private static void empty(Path data) throws IOException {
        if (Files.exists(data)) {
            Workplace.remove(data);
        }
        Files.createDirectories(data);
    }
}
