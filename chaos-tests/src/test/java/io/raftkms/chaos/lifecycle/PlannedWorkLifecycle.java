package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.wire.Position;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Planned work under twenty signatures a second: no vote is lost, and the longest gap is printed. What is done under a node with
 * the old accept loop comes last: to dial otherwise takes a start of every member.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlannedWorkLifecycle {
    /** Exit code of a member that was removed: not to be started again. */
    private static final int REMOVED = 24;

    private static final String PROFILE = "profile = \"lan\"\n";
    private static final String LEADER_ALONE = "links = \"leader\"\n";

    @RegisterExtension
    static final TestValidator VALIDATOR = new TestValidator("planned");

    private static TestCluster cluster;

    @BeforeEach
    void allStandAndNoneIsDrained() throws Exception {
        cluster = VALIDATOR.shared(VALIDATOR::running);
        cluster.stand();
        for (Member member : cluster.members()) {
            if (member.status().drained().contains(member.name())) {
                member.command("cluster", "undrain");
            }
        }
    }

    @Test
    @Order(1)
    void rollingRestartLosesNoVote() throws Exception {
        rollingRestart(false);
    }

    @Test
    @Order(5)
    void rollingRestartLosesNoVoteOfANodeWithTheOldAcceptLoop() throws Exception {
        rollingRestart(true);
    }

    private static void rollingRestart(boolean oldAccept) throws Exception {
        leaderAloneDials(oldAccept);
        try (SteadyLoad load = load(oldAccept)) {
            for (Member member : cluster.members()) {
                member.stop();
                load.awaitMore(5);
                member.start();
                cluster.awaitReady(LIMIT);
            }
            load.awaitMore(20);
            report("rolling restart" + (oldAccept ? ", old accept loop" : ""), load);
        }
    }

    /** Member c is another one afterwards. */
    @Test
    @Order(4)
    void replacementLosesNoVote() throws Exception {
        leaderAloneDials(false);
        try (SteadyLoad load = load(false)) {
            Member old = cluster.member("c");
            if (cluster.awaitLeader() == old) {
                cluster.transferTo(cluster.member("a"));
            }
            Newcomer fresh = Newcomer.make(VALIDATOR, cluster, "d", "replace", "c");
            fresh.member().start();
            fresh.awaitAnswers();

            cluster.onLeader(done -> done.exitCode() == 0, "cluster", "replace", "c", fresh.argument());

            assertThat(old.process().awaitExit(LIMIT)).as("exit code of c").isEqualTo(REMOVED);
            assertThat(old.process().logTail(40)).contains("RK-2706");
            cluster.forget(old);
            cluster.awaitReady(LIMIT);
            load.awaitMore(20);
            report("replacement", load);
        }
    }

    @Test
    @Order(2)
    void drainedMemberGivesUpLeadershipAndDoesNotTakeItAfterARestart() throws Exception {
        drain(false);
    }

    @Test
    @Order(6)
    void drainedMemberGivesUpLeadershipOverANodeWithTheOldAcceptLoop() throws Exception {
        drain(true);
    }

    private static void drain(boolean oldAccept) throws Exception {
        leaderAloneDials(oldAccept);
        try (SteadyLoad load = load(oldAccept)) {
            Member drained = cluster.awaitLeader();
            drained.command("cluster", "drain");
            assertThat(drained.command("cluster", "status")).contains(",drain");
            assertThat(cluster.awaitLeader()).isNotEqualTo(drained);

            drained.stop();
            drained.start();
            cluster.awaitReady(LIMIT);
            Member leader = cluster.awaitLeader();
            assertThat(leader.attempt("cluster", "transfer", "--to", drained.name())
                            .exitCode())
                    .isEqualTo(32);
            assertThat(drained.command("cluster", "undrain")).contains("is not drained");
            cluster.transferTo(drained);
            load.awaitMore(20);
            report("drain" + (oldAccept ? ", old accept loop" : ""), load);
        }
    }

    @Test
    @Order(3)
    void drainIsRefusedWhenNobodyElseCouldLead() throws Exception {
        cluster.member("a").command("cluster", "drain");
        cluster.member("b").command("cluster", "drain");
        Program.Outcome refused = cluster.member("c").attempt("cluster", "drain");
        assertThat(refused.exitCode()).isEqualTo(22);
        assertThat(refused.errors())
                .contains("RK-2705", "no other member is up to date, signs with every enrolled key and is not drained");
    }

    /** All members run, and so configured: those that were not are restarted. */
    private static void leaderAloneDials(boolean wanted) throws Exception {
        for (Member member : cluster.members()) {
            String before = Files.readString(member.configuration());
            String without = before.replace(LEADER_ALONE, "");
            String after = wanted ? without.replace(PROFILE, PROFILE + LEADER_ALONE) : without;
            if (!after.equals(before)) {
                Files.writeString(member.configuration(), after);
                member.process().close();
            }
        }
        cluster.stand();
    }

    /** From where the ledger is. */
    private static SteadyLoad load(boolean oldAccept) throws Exception {
        long signed =
                cluster.awaitLeader().ledger().highest().map(Position::height).orElse(0L);
        return SteadyLoad.start(VALIDATOR, signed + 1, oldAccept);
    }

    private static void report(String what, SteadyLoad load) {
        load.report(what);
        assertThat(load.unsigned()).as("requests without a signature").isEmpty();
    }
}
