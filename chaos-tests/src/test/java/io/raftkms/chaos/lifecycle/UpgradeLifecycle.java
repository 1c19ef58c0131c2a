package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members of two builds: today's, and one that knows the next version of log entries. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeLifecycle {
    private static final int ELSEWHERE = 15;
    private static final int REFUSED = 22;
    private static final int NOT_NOW = 32;
    /** Exit code of a member that does not know an entry: not to be started again. */
    private static final int UNKNOWN_ENTRY = 24;

    @RegisterExtension
    static final TestValidator VALIDATOR = new TestValidator("upgrade");

    private static Program older;
    private static Program newer;
    private static TestCluster cluster;

    @BeforeAll
    static void build() throws Exception {
        older = VALIDATOR.program();
        newer = OtherBuild.thatKnowsVersion(2, older, VALIDATOR.directory().resolve("newer"));
    }

    @BeforeEach
    void aClusterRuns() throws Exception {
        cluster = VALIDATOR.shared(VALIDATOR::running);
    }

    @Test
    @Order(1)
    void buildsSignTogetherAndMayGoBackUntilTheUpgradeIsFinal() throws Exception {
        try (SteadyLoad load = SteadyLoad.start(VALIDATOR, 1, false)) {
            Member a = cluster.member("a");
            restart(a, newer);
            cluster.transferTo(a);
            load.awaitMore(10);
            assertRefused(a, "the program of member b knows version 1", "the program of member c knows version 1");
            cluster.transferTo(cluster.member("b"));
            load.awaitMore(10);
            assertRefused(cluster.member("b"), "the leader's own program knows version 1 at most");
            restart(a, older);
            load.awaitMore(10);

            for (Member member : cluster.members()) {
                restart(member, newer);
            }
            finalizeUpgrade();
            load.awaitMore(10);
            assertThat(load.unsigned()).as("requests without a signature").isEmpty();

            // Killed: what a stop leaves is a snapshot, which says its version before any entry is read.
            Member back = cluster.member("c");
            back.process().kill9();
            back.become(older);
            back.start();
            assertThat(back.process().awaitExit(LIMIT)).as("exit code of c").isEqualTo(UNKNOWN_ENTRY);
            assertThat(back.process().logTail(40)).contains("RK-2402", "entries of version 1 to 1 are known, not 2");
            load.awaitMore(5);
            back.become(newer);
            back.start();
            cluster.awaitReady(LIMIT);
            load.close();
            cluster.awaitEqualLedgers(LIMIT);
        }
    }

    @Test
    @Order(2)
    void memberOfAnOlderBuildIsNotTakenInAfterwards() throws Exception {
        allAreNewer();
        finalizeUpgrade();
        Newcomer newcomer = Newcomer.make(VALIDATOR, cluster, "d", "add");
        Member joiner = newcomer.member();
        joiner.become(older);
        joiner.start();
        newcomer.awaitAnswers();

        Program.Outcome refused = decided(newcomer);
        assertThat(refused.exitCode()).isEqualTo(REFUSED);
        assertThat(refused.errors()).contains("RK-2708", "log entries are of version 2", "knows version 1 at most");
        assertThat(joiner.isAlive()).isTrue();

        joiner.stop();
        joiner.become(newer);
        joiner.start();
        newcomer.awaitAnswers();
        assertThat(decided(newcomer).exitCode()).isZero();
        cluster.awaitReady(LIMIT);
    }

    /** As the other case leaves them, if it ran. */
    private static void allAreNewer() throws Exception {
        for (Member member : cluster.members()) {
            if (!member.is(newer)) {
                member.process().close();
                member.become(newer);
            }
        }
        cluster.stand();
    }

    /** {@code cluster add}, until it is decided. */
    private static Program.Outcome decided(Newcomer newcomer) {
        return cluster.onLeader(
                outcome -> outcome.exitCode() == 0 || outcome.exitCode() == REFUSED,
                "cluster",
                "add",
                newcomer.argument());
    }

    /** Leadership may move between the transfer and the command. */
    private static void assertRefused(Member leader, String... texts) {
        Program.Outcome refused = Awaitility.await("finalize-upgrade on " + leader.name())
                .atMost(LIMIT)
                .until(
                        () -> {
                            cluster.transferTo(leader);
                            return leader.attempt("cluster", "finalize-upgrade");
                        },
                        outcome -> outcome.exitCode() != ELSEWHERE && outcome.exitCode() != NOT_NOW);
        assertThat(refused.exitCode()).as(refused.output() + refused.errors()).isEqualTo(REFUSED);
        assertThat(refused.errors()).contains("RK-2511").contains(texts);
    }

    private static void finalizeUpgrade() {
        Program.Outcome done = cluster.onLeader(outcome -> outcome.exitCode() == 0, "cluster", "finalize-upgrade");
        assertThat(done.output()).contains("version 2");
    }

    private static void restart(Member member, Program build) throws Exception {
        member.stop();
        member.become(build);
        member.start();
        cluster.awaitReady(LIMIT);
    }
}
