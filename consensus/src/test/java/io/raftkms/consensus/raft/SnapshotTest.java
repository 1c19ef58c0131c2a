package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.util.SizeInBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    /** A snapshot every 20 entries, and what it holds goes from the log at once, whoever still needs it. */
    private static final RatisTuning HASTY =
            new RatisTuning(SizeInBytes.valueOf("4KB"), SizeInBytes.valueOf("4KB"), 20, 1, 0, true);

    private static final int VOTES = 80;

    @TempDir
    Path directory;

    private TestCluster cluster;

    @AfterEach
    void stop() {
        cluster.close();
        cluster.assertNoFaults();
    }

    @Test
    void memberStartsFromItsSnapshot() throws IOException {
        cluster = TestCluster.running(directory, HASTY, 1);
        cluster.enrol();
        reserveVotes();
        byte[] before = cluster.leader().ledger().hash();
        MemberId member = cluster.ids().get(0);
        cluster.stop(member);
        assertThat(snapshots(member)).isNotEmpty();

        cluster.start(member);

        cluster.leader();
        assertThat(cluster.member(member).ledger().hash()).isEqualTo(before);
        assertThat(cluster.reserve(Ask.prevote(VOTES, 0, 'A'))).isInstanceOf(Decision.Reuse.class);
    }

    @Test
    void memberThatWasAwayTooLongCatchesUpByTheLeadersSnapshot() throws IOException {
        cluster = TestCluster.running(directory, HASTY, 3);
        cluster.enrol();
        MemberId away = cluster.follower().self();
        cluster.stop(away);
        reserveVotes();
        TestCluster.patiently().until(() -> !hasFirstSegment(cluster.leader().self()));
        List<Path> before = snapshots(away);

        cluster.start(away);

        cluster.awaitEqualLedgers();
        assertThat(snapshots(away)).isNotEqualTo(before);
        cluster.stop(away);
        cluster.start(away);
        cluster.awaitEqualLedgers();
    }

    @Test
    void whatAMemberKeepsIsBoundedAlsoWhileAnotherIsAway() throws IOException {
        cluster = TestCluster.running(directory, HASTY, 3);
        cluster.enrol();
        cluster.stop(cluster.follower().self());
        reserveVotes();
        MemberId leader = cluster.leader().self();
        for (int height = VOTES + 1; height <= 4 * VOTES; height++) {
            cluster.reserve(Ask.prevote(height, 0, 'A'));
        }

        TestCluster.patiently()
                .untilAsserted(() -> assertThat(files(leader, "current", "log_"))
                        .as("segments of about 20 entries; 320 were written")
                        .hasSizeLessThanOrEqualTo(5));
        assertThat(files(leader, "sm", "snapshot."))
                .as("three, each with its digest, and one that is being written")
                .hasSizeLessThanOrEqualTo(8);
    }

    private void reserveVotes() {
        for (int height = 1; height <= VOTES; height++) {
            cluster.reserve(Ask.prevote(height, 0, 'A'));
        }
    }

    private List<Path> snapshots(MemberId member) throws IOException {
        return files(member, "sm", "snapshot.");
    }

    private boolean hasFirstSegment(MemberId member) throws IOException {
        return !files(member, "current", "log_0-").isEmpty();
    }

    private List<Path> files(MemberId member, String room, String prefix) throws IOException {
        String group = GroupLayout.groupId(TestCluster.CLUSTER_ID).getUuid().toString();
        Path in =
                directory.resolve(member.name()).resolve("raft").resolve(group).resolve(room);
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
