package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members whose files are those of an earlier time; files are copied while they run, as after a crash. */
@Tag("lifecycle")
class RestoredMembersTest {
    private static final int KNOWN_TO_ALL = 3;
    private static final int KNOWN_TO_ONE = 8;

    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void threeMembersWithAFewVotes() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        votes(1, KNOWN_TO_ALL);
        cluster.awaitEqualLedgers();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aHealthyMemberTellsARestoredMajorityToEndAndDoesNotJoinIt() {
        MemberId healthy = cluster.ids().get(0);
        List<MemberId> restored = cluster.ids().subList(1, 3);
        restoreAMajorityAndVote(healthy, restored);

        RatisClusterMember member = cluster.start(healthy);

        TestCluster.patiently()
                .until(() -> restored.stream()
                        .allMatch(id -> cluster.faults.get(id).faults().contains(Fault.HELLO_STATE_OLD)));
        assertThat(cluster.faults.get(healthy).faults()).isEmpty();
        assertThat(member.waitingFor().orElseThrow()).contains("it must not run itself");
        assertThat(member.leadership().role()).isEqualTo(Leadership.Role.STARTING);
    }

    @Test
    void aHealthyMemberThatForgotTheOthersEndsBeforeARestoredMajorityRewritesItsLog() throws IOException {
        MemberId healthy = cluster.ids().get(0);
        save(healthy, "backup");
        restoreAMajorityAndVote(healthy, cluster.ids().subList(1, 3));
        Files.copy(
                directory.resolve(healthy.name() + "-backup").resolve("peers.json"),
                directory.resolve(healthy.name()).resolve("peers.json"),
                StandardCopyOption.REPLACE_EXISTING);

        RatisClusterMember member = cluster.start(healthy);

        TestCluster.patiently().until(() -> cluster.faults.get(healthy).faults().contains(Fault.WATERMARK_REGRESSION));
        assertThat(member.caughtUp()).isFalse();
        assertThat(member.leadership().ready()).isFalse();
        assertThat(member.ledger().key(TestCluster.KEY).stream()
                        .flatMap(key -> key
                                .recent()
                                .at(Ask.prevote(KNOWN_TO_ONE, 0, 'B').position())
                                .stream()))
                .isEmpty();
    }

    @Test
    void aMemberSubmitsNothingUntilItKnowsAgainWhatItKnewBefore() {
        List<MemberId> ids = cluster.ids();
        ids.forEach(id -> save(id, "crash"));
        cluster.stopAll();
        ids.forEach(id -> restore(id, "crash"));

        RatisClusterMember alone = cluster.start(ids.get(0));

        assertThat(alone.caughtUp()).isFalse();
        assertThat(alone.submit(new Command.Noop()))
                .succeedsWithin(Duration.ofSeconds(1))
                .isEqualTo(new Submission.NoOutcome("this member waits for hello from others", Optional.empty(), true));
        cluster.start(ids.get(1));
        TestCluster.patiently().until(alone::caughtUp);
        assertThat(cluster.leader().caughtUp()).isTrue();
        assertThat(cluster.reserve(Ask.prevote(KNOWN_TO_ALL, 0, 'A'))).isInstanceOf(Decision.Reuse.class);
        cluster.assertNoFaults();
    }

    /** All are stopped; the others then run from before what the healthy one has applied, and sign anew. */
    private void restoreAMajorityAndVote(MemberId healthy, List<MemberId> restored) {
        restored.forEach(id -> save(id, "backup"));
        votes(KNOWN_TO_ALL + 1, KNOWN_TO_ONE);
        cluster.awaitEqualLedgers();
        awaitRecorded(healthy);
        save(healthy, "crash");
        cluster.stopAll();
        restored.forEach(id -> restore(id, "backup"));
        restore(healthy, "crash");
        restored.forEach(cluster::start);
        assertThat(cluster.reserve(Ask.prevote(KNOWN_TO_ONE, 0, 'B'))).isInstanceOf(Decision.Reserve.class);
    }

    /** What a member knows of the others is on its disk within two seconds. */
    private void awaitRecorded(MemberId healthy) {
        Path peers = directory.resolve(healthy.name()).resolve("peers.json");
        TestCluster.patiently().until(() -> {
            long applied = cluster.leader().status().appliedIndex();
            String text = Files.readString(peers);
            return text.split("\"forcedIndex\" : " + applied + "\\b", -1).length == 3;
        });
    }

    private void votes(int from, int to) {
        for (int height = from; height <= to; height++) {
            cluster.reserve(Ask.prevote(height, 0, 'A'));
        }
    }

    private void save(MemberId id, String name) {
        try {
            Copies.copy(directory.resolve(id.name()), directory.resolve(id.name() + "-" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restore(MemberId id, String name) {
        try {
            Copies.empty(directory.resolve(id.name()));
            Copies.copy(directory.resolve(id.name() + "-" + name), directory.resolve(id.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
