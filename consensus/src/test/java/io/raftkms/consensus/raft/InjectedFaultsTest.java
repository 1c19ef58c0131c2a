package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Ask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.util.CodeInjectionForTesting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What members do when something inside of Ratis is slow, or fails, at a chosen point. */
@Tag("lifecycle")
class InjectedFaultsTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String APPEND_ARRIVES = "RaftServerImpl.appendEntries";
    private static final String APPEND_INSERTED = "RaftServerImpl.appendEntries.logComplete";
    private static final String VOTE_ASKED = "RaftServerImpl.requestVote";
    private static final String CALLED_TO_STAND = "RaftServerImpl.startLeaderElection";

    @TempDir
    Path directory;

    private final CountDownLatch release = new CountDownLatch(1);
    private TestCluster cluster;
    private RatisClusterMember leader;
    private List<MemberId> followers;

    @BeforeEach
    void startThreeMembers() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        leader = cluster.leader();
        followers =
                cluster.ids().stream().filter(id -> !id.equals(leader.self())).toList();
    }

    @AfterEach
    void stop() {
        release.countDown();
        List.of(APPEND_ARRIVES, APPEND_INSERTED, VOTE_ASKED, CALLED_TO_STAND).forEach(CodeInjectionForTesting::remove);
        cluster.close();
    }

    @Test
    void aVoteWaitsForTheAppendWhoseTermWasChecked() throws InterruptedException {
        MemberId slow = followers.get(0);
        MemberId next = followers.get(1);
        Set<Thread> checking = ConcurrentHashMap.newKeySet();
        CountDownLatch inserted = new CountDownLatch(1);
        AtomicInteger votesAsked = new AtomicInteger();
        CodeInjectionForTesting.put(APPEND_ARRIVES, (local, remote, arguments) -> {
            if (is(local, slow)) {
                // Threads deliver heartbeats too, which insert nothing and need not wait.
                boolean inserts = ((AppendEntriesRequestProto) arguments[1]).getEntriesCount() > 0;
                checking.remove(Thread.currentThread());
                if (inserts) {
                    checking.add(Thread.currentThread());
                }
            }
            return true;
        });
        CodeInjectionForTesting.put(APPEND_INSERTED, (local, remote, arguments) -> {
            if (is(local, slow) && checking.contains(Thread.currentThread())) {
                inserted.countDown();
                awaitRelease();
            }
            return true;
        });
        CodeInjectionForTesting.put(VOTE_ASKED, (local, remote, arguments) -> {
            // An election before that, of a busy machine, is none of this test's.
            if (is(local, slow) && inserted.getCount() == 0) {
                votesAsked.incrementAndGet();
            }
            return true;
        });
        cluster.reserve(Ask.prevote(1, 0, 'A'));
        inserted.await();

        assertThat(leader.transferLeadership(Optional.of(next), LONG)).succeedsWithin(LONG);

        assertThat(votesAsked).hasValue(0);
        release.countDown();
        // Whether the vote still reaches it depends on whether the candidate gave the call up meanwhile.
        TestCluster.patiently()
                .until(() -> cluster.member(slow).leadership().leader().isPresent());
        cluster.awaitEqualLedgers();
        cluster.assertNoFaults();
    }

    @Test
    void aTransferLeavesOutWhoDoesNotStandAndCommandsCommitAgainSoon() {
        AtomicReference<Object> first = new AtomicReference<>();
        CodeInjectionForTesting.put(CALLED_TO_STAND, (local, remote, arguments) -> {
            first.compareAndSet(null, local);
            if (local.equals(first.get())) {
                throw new IllegalStateException("injected");
            }
            return true;
        });

        MemberId next = leader.transferLeadership(Optional.empty(), LONG).join();

        assertThat(next).isNotEqualTo(leader.self());
        assertThat(next.toString()).isNotEqualTo(first.get().toString());
    }

    @Test
    void aTransferToAMemberThatDoesNotStandIsGivenUpLongBeforeItsTimeIsOver() {
        CodeInjectionForTesting.put(CALLED_TO_STAND, (local, remote, arguments) -> {
            throw new IllegalStateException("injected");
        });

        assertThat(leader.transferLeadership(Optional.of(followers.get(0)), LONG))
                .failsWithin(LONG.dividedBy(2))
                .withThrowableThat()
                .withMessageContaining("Leadership did not go to " + followers.get(0));

        assertThat(cluster.commit(new Command.Noop())).isNotNull();
    }

    @Test
    void aTransferToAMemberThatDoesNotAnswerIsRefused() {
        MemberId gone = followers.get(0);
        cluster.stop(gone);
        TestCluster.patiently()
                .untilAsserted(() -> assertThatThrownBy(() -> cluster.leader()
                                .transferLeadership(Optional.of(gone), LONG)
                                .join())
                        .hasMessageContaining("does not answer"));
    }

    @Test
    void membersThatDoNotStandComeBackWhenTheyDo() {
        followers.forEach(id -> cluster.member(id).standForElection(false));
        cluster.stop(leader.self());
        RatisClusterMember one = cluster.member(followers.get(0));
        RatisClusterMember other = cluster.member(followers.get(1));
        TestCluster.patiently().untilAsserted(() -> {
            assertThat(one.sinceLeaderHeard()).isGreaterThan(Duration.ofMillis(2500));
            assertThat(other.sinceLeaderHeard()).isGreaterThan(Duration.ofMillis(2500));
        });

        // Both, for only one of them may have the leader's last entry.
        one.standForElection(true);
        other.standForElection(true);

        MemberId next = cluster.leader().self();
        for (RatisClusterMember member : List.of(one, other)) {
            TestCluster.patiently().until(() -> member.leadership().leader().equals(Optional.of(next)));
        }
        cluster.assertNoFaults();
    }

    @Test
    void aFollowerThatCouldNotWriteTheNewTermEnds() throws IOException {
        MemberId broken = followers.get(0);
        blockVoteFile(broken);

        assertThat(leader.transferLeadership(Optional.of(followers.get(1)), LONG))
                .succeedsWithin(LONG);

        TestCluster.patiently().until(() -> cluster.faults.get(broken).faults().contains(Fault.DISK_WRITE_FAILED));
    }

    @Test
    void aCandidateThatCouldNotWriteItsVoteEnds() throws IOException {
        // Both, for only one of them may have the leader's last entry, and the other one gets no vote.
        for (MemberId broken : followers) {
            blockVoteFile(broken);
        }

        leader.closeAtOnce();

        TestCluster.patiently()
                .until(() -> followers.stream()
                        .anyMatch(id -> cluster.faults.get(id).faults().contains(Fault.RAFT_WORKER_DEAD)));
    }

    /** Ratis writes its vote file under this name first. */
    private void blockVoteFile(MemberId id) throws IOException {
        String group = GroupLayout.groupId(TestCluster.CLUSTER_ID).getUuid().toString();
        Path current =
                directory.resolve(id.name()).resolve("raft").resolve(group).resolve("current");
        Files.createDirectory(current.resolve("raft-meta.tmp"));
    }

    private static boolean is(Object local, MemberId member) {
        return local.toString().equals(member.toString());
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
