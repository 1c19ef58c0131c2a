package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.ratis.server.RaftServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneMemberTest {
    private TestCluster cluster;

    @BeforeEach
    void start(@TempDir Path directory) {
        cluster = TestCluster.running(directory, 1);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void leadsItselfAndReserves() {
        cluster.enrol();

        assertThat(cluster.reserve(Ask.prevote(1, 0, 'A'))).isInstanceOf(Decision.Reserve.class);
        assertThat(cluster.leader().sinceLeaderHeard()).isLessThan(Duration.ofMillis(50));
        cluster.assertNoFaults();
    }

    @Test
    void endsOnAnEntryThatItDoesNotKnow() {
        RatisClusterMember member = cluster.leader();
        byte[] before = member.ledger().hash();

        Submission submission =
                member.parts().submission().submit(new byte[] {1, 2, 3}).join();

        assertThat(submission).isInstanceOf(Submission.NoOutcome.class);
        RecordedFailStop recorded = cluster.faults.get(member.self());
        assertThat(recorded.faults()).first().isEqualTo(Fault.ENTRY_UNKNOWN);
        assertThat(recorded.details().get(0)).startsWith("Log entry ").contains(" cannot be applied: ");
        // The group is closed by Ratis then, which is a fault of its own.
        TestCluster.patiently().until(() -> recorded.faults().contains(Fault.RAFT_CLOSED));
        assertThat(member.ledger().hash()).isEqualTo(before);
    }

    @Test
    void endsWhenRaftClosesTheGroupUnasked() throws Exception {
        RatisClusterMember member = cluster.leader();
        RaftServer server = member.parts().stateMachine().getServer().join();

        server.getDivision(member.parts().stateMachine().getGroupId()).close();

        RecordedFailStop recorded = cluster.faults.get(member.self());
        TestCluster.patiently().until(() -> !recorded.faults().isEmpty());
        assertThat(recorded.faults()).first().isEqualTo(Fault.RAFT_CLOSED);
        assertThat(recorded.details().get(0)).startsWith("Ratis closed the group: it is ");
    }

    @Test
    void cannotHandLeadershipToAnybody() {
        assertThat(cluster.leader().transferLeadership(Optional.empty(), Duration.ofSeconds(1)))
                .isCompletedExceptionally();
        assertThat(cluster.leader().leadership().ready()).isTrue();
    }

    @Test
    void answersNothingAfterItsEnd() {
        RatisClusterMember member = cluster.leader();
        cluster.stop(member.self());
        member.close();

        Submission submission =
                member.submit(TestCluster.reservation(Ask.prevote(1, 0, 'A'))).join();

        assertThat(submission)
                .isInstanceOfSatisfying(
                        Submission.NoOutcome.class,
                        outcome -> assertThat(outcome.neverAppended()).isTrue());
        cluster.assertNoFaults();
    }
}
