package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.LedgerView;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members that wait for the others, stop and start again, come as listeners, and are removed. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComingAndGoingLifecycle {
    private static final int REMOVED = 24;

    @RegisterExtension
    static final TestValidator VALIDATOR = new TestValidator("coming");

    private static TestCluster cluster;

    @BeforeEach
    void thereIsACluster() throws Exception {
        cluster = VALIDATOR.shared(VALIDATOR::cluster);
    }

    @Test
    @Order(1)
    void aMemberThatWaitsForTheOthersStopsCleanly() throws Exception {
        Member alone = cluster.member("a");
        alone.start();
        alone.awaitSaid("nothing is signed yet: waiting for hello from b", LIMIT);

        alone.stop();
    }

    @Test
    @Order(2)
    void aMemberThatStoppedKeepsItsMark() throws Exception {
        enrolled();
        VALIDATOR.sign(1, 3);
        LedgerView before = cluster.awaitEqualLedgers(LIMIT);

        Member stopped = cluster.member("b");
        stopped.stop();
        stopped.start();
        cluster.awaitReady(LIMIT);

        assertThat(stopped.ledger()).isEqualTo(before);
        assertThat(before.highest())
                .get()
                .satisfies(mark -> assertThat(mark.height()).isEqualTo(3));
    }

    @Test
    @Order(3)
    void aListenerComesStartsAgainBeforeItIsTakenInAndEndsWhenItIsRemoved() throws Exception {
        enrolled();
        Newcomer newcomer = Newcomer.make(VALIDATOR, cluster, "audit", "add", "--listener");
        Member listener = newcomer.member();
        listener.start();
        listener.awaitSaid("waiting to be taken into the group", LIMIT);
        listener.stop();
        listener.start();

        cluster.onLeader(taken -> taken.exitCode() == 0, "cluster", "add", newcomer.argument(), "--listener");
        cluster.awaitEqualLedgers(LIMIT);
        cluster.onLeader(removed -> removed.exitCode() == 0, "cluster", "remove", "audit");

        assertThat(listener.process().awaitExit(LIMIT)).as("exit code").isEqualTo(REMOVED);
        assertThat(listener.process().logTail(40)).contains("RK-2706", "The group goes on without ");
        cluster.forget(listener);
        cluster.awaitReady(LIMIT);
    }

    /** Where a case begins; to enrol again changes nothing. */
    private static void enrolled() throws Exception {
        cluster.start();
        cluster.enrolNewChain();
    }
}
