package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.RefusalReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverTest {
    private static final Ask PREVOTE = Ask.prevote(5, 0, 'A');

    private TestCluster cluster;

    @BeforeEach
    void startThreeMembers(@TempDir Path directory) {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        cluster.reserve(PREVOTE);
    }

    @AfterEach
    void stop() {
        cluster.close();
        cluster.assertNoFaults();
    }

    @Test
    void closingLeaderHandsOverAndTheNextOneKnowsWhatWasReserved() {
        MemberId before = cluster.leader().self();

        cluster.stop(before);

        assertThat(cluster.leader().self()).isNotEqualTo(before);
        assertThat(cluster.reserve(PREVOTE))
                .isEqualTo(new Decision.Reuse(PREVOTE.position(), PREVOTE.signBytes(TestCluster.CHAIN)));
        assertThat(cluster.reserve(Ask.prevote(5, 0, 'B')))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refuse -> assertThat(refuse.reason()).isEqualTo(RefusalReason.CONFLICT));
    }

    @Test
    void membersKnowEverythingAgainAfterARestartOfAll() {
        cluster.awaitEqualLedgers();
        byte[] before = cluster.leader().ledger().hash();
        cluster.stopAll();

        cluster.ids().forEach(cluster::start);

        cluster.leader();
        assertThat(cluster.members())
                .allSatisfy(member -> TestCluster.patiently()
                        .untilAsserted(() -> assertThat(member.ledger().hash()).isEqualTo(before)));
        assertThat(cluster.reserve(PREVOTE)).isInstanceOf(Decision.Reuse.class);
    }

    @Test
    void appliesNothingWithoutAMajority() {
        RatisClusterMember last = cluster.leader();
        byte[] before = last.ledger().hash();
        cluster.ids().stream().filter(id -> !id.equals(last.self())).forEach(cluster::stop);

        CompletableFuture<Submission> submitted = last.submit(TestCluster.reservation(Ask.prevote(6, 0, 'A')));

        assertThat(submitted.join()).isInstanceOf(Submission.NoOutcome.class);
        TestCluster.patiently()
                .untilAsserted(() -> assertThat(last.sinceLeaderHeard()).isGreaterThan(Duration.ofMillis(1500)));
        assertThat(last.leadership().ready()).isFalse();
        assertThat(last.submit(new Command.Noop()).join()).isInstanceOf(Submission.NoOutcome.class);
        assertThat(last.ledger().hash()).isEqualTo(before);
    }

    @Test
    void refusesPeersCallsToAMemberThatIsGoneAndReachesItAgainSoonAfterItIsBack() {
        RatisClusterMember caller = cluster.leader();
        MemberId gone = cluster.follower().self();
        Duration deadline = Duration.ofMillis(500);
        cluster.stop(gone);
        assertThat(caller.callSign(gone, new byte[0], deadline)).failsWithin(Duration.ofSeconds(2));

        cluster.start(gone);

        TestCluster.patiently()
                .until(() -> caller.callSign(gone, new byte[0], deadline)
                        .handle((reply, failure) -> Optional.ofNullable(reply))
                        .join()
                        .isPresent());
    }
}
