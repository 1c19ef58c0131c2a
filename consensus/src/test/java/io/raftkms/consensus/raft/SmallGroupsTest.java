package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes to a group that could lose nobody, on the leader itself: decision 0058. */
class SmallGroupsTest {
    @TempDir
    Path directory;

    private TestCluster cluster;

    @AfterEach
    void stop() {
        cluster.close();
        cluster.assertNoFaults();
    }

    @Test
    void groupOfOneTakesNoVoterIn() {
        cluster = TestCluster.running(directory, 1);
        cluster.enrol();
        MemberSettings.Member joiner = cluster.joiner("d", false);

        assertTooFew(new GroupChange.Add(joiner), "a group of one does not grow");
        assertThat(cluster.leader().group().voters()).hasSize(1);
        assertThat(cluster.reserve(Ask.prevote(1, 0, 'A'))).isInstanceOf(Decision.Reserve.class);
    }

    @Test
    void noVoterIsTakenOutOfThree() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        MemberId leader = cluster.leader().self();
        MemberId other = cluster.follower().self();

        assertTooFew(new GroupChange.Remove(other), "the group would have 2 of 3 voters");
        assertThat(cluster.leader().group().voters()).hasSize(3);
    }

    /** What a new member says of itself is asked before it gets a vote. */
    @Test
    void memberAgainstWhichItsOwnAnswerSpeaksIsNotTakenIn() {
        cluster = TestCluster.running(directory, 3);
        MemberSettings.Member joiner = cluster.joiner("d", false);
        cluster.start(joiner.id());

        GroupChangeException refused =
                refused(new GroupChange.Add(joiner, answer -> Optional.of("it answers with " + answer.length)));

        assertThat(refused.reason()).isEqualTo(GroupChangeException.Reason.UNFIT);
        assertThat(refused).hasMessageContaining("it answers with ");
        assertThat(cluster.leader().group().voters()).hasSize(3);
    }

    private void assertTooFew(GroupChange change, String text) {
        GroupChangeException refused = refused(change);
        assertThat(refused.reason()).isEqualTo(GroupChangeException.Reason.TOO_FEW);
        assertThat(refused).hasMessageContaining(text);
    }

    private GroupChangeException refused(GroupChange change) {
        RatisClusterMember leader = cluster.leader();
        Throwable failure = catchThrowable(() ->
                leader.changeGroup(change, leader.group(), TestCluster.PATIENCE).join());
        assertThat(failure).hasCauseInstanceOf(GroupChangeException.class);
        return (GroupChangeException) failure.getCause();
    }
}
