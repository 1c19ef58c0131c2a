package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningClusterTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static TestCluster cluster;

    @BeforeAll
    static void startThreeMembers(@TempDir Path directory) {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void nothingWentWrong() {
        cluster.assertNoFaults();
    }

    @Test
    void electsOneLeaderThatAllFollow() {
        MemberId leader = cluster.leader().self();

        TestCluster.patiently()
                .untilAsserted(() -> assertThat(cluster.members())
                        .allSatisfy(member ->
                                assertThat(member.leadership().leader()).contains(leader)));
        assertThat(cluster.members())
                .filteredOn(member -> member.leadership().role() == Leadership.Role.LEADER)
                .hasSize(1);
    }

    @Test
    void reservesOnTheLeaderAndAppliesEverywhere() {
        Ask prevote = Ask.prevote(10, 0, 'A');

        Decision decision = cluster.reserve(prevote);

        assertThat(decision).isEqualTo(new Decision.Reserve(prevote.on(TestCluster.CHAIN)));
        cluster.awaitEqualLedgers();
        assertThat(cluster.follower().ledger().key(TestCluster.KEY)).isPresent();
    }

    @Test
    void doesNotAppendWhatIsSubmittedOnAFollower() {
        RatisClusterMember follower = cluster.follower();

        Submission submission = follower.submit(new Command.Noop()).join();

        assertThat(submission).isInstanceOfSatisfying(Submission.NoOutcome.class, outcome -> {
            assertThat(outcome.neverAppended()).isTrue();
            assertThat(outcome.leader()).contains(cluster.leader().self());
        });
    }

    @Test
    void completesSubmissionsOnItsOwnThreads() {
        CompletableFuture<String> thread = cluster.leader()
                .submit(new Command.Noop())
                .thenApply(outcome -> Thread.currentThread().getName());

        assertThat(thread.join()).doesNotContain("StateMachineUpdater");
    }

    @Test
    void carriesManySubmissionsAtOnce() {
        RatisClusterMember leader = cluster.leader();
        List<CompletableFuture<Submission>> submitted = new CopyOnWriteArrayList<>();

        for (int i = 0; i < 200; i++) {
            submitted.add(leader.submit(new Command.Noop()));
        }

        assertThat(submitted)
                .allSatisfy(future -> assertThat(future.join())
                        .isInstanceOfSatisfying(
                                Submission.Applied.class,
                                applied -> assertThat(applied.answer()).isEqualTo(new Answer.Done())));
    }

    @Test
    void movesLeadershipToTheNamedMember() {
        RatisClusterMember before = cluster.leader();
        RatisClusterMember follower = cluster.follower();
        List<Leadership> seen = new CopyOnWriteArrayList<>();
        follower.onLeadership(seen::add);

        MemberId after =
                before.transferLeadership(Optional.of(follower.self()), SOON).join();

        assertThat(after).isEqualTo(follower.self());
        TestCluster.patiently().until(() -> follower.leadership().ready());
        TestCluster.patiently().untilAsserted(() -> assertThat(seen).last().isEqualTo(follower.leadership()));
        assertThat(seen).isSortedAccordingTo((one, other) -> Long.compare(one.term(), other.term()));
    }

    @Test
    void movesLeadershipToAnyMember() {
        RatisClusterMember before = cluster.leader();

        MemberId after = before.transferLeadership(Optional.empty(), SOON).join();

        assertThat(after).isNotEqualTo(before.self());
        TestCluster.patiently().until(() -> cluster.member(after).leadership().ready());
    }

    @Test
    void refusesToTransferWhatItDoesNotHave() {
        RatisClusterMember follower = cluster.follower();

        assertThatThrownBy(() ->
                        follower.transferLeadership(Optional.empty(), SOON).join())
                .hasCauseInstanceOf(TransferException.class)
                .hasMessageContaining("does not lead")
                .hasMessageContaining(cluster.leader().self().toString());
    }

    @Test
    void answersPeersByTheNameInTheirCertificate() {
        RatisClusterMember caller = cluster.follower();
        MemberId called = cluster.leader().self();

        byte[] reply = caller.callSign(called, "vote".getBytes(StandardCharsets.UTF_8), SOON)
                .join();

        assertThat(new String(reply, StandardCharsets.UTF_8)).isEqualTo(caller.self() + " vote");
        assertThat(cluster.handlers.get(called).deadlines)
                .last()
                .satisfies(left -> assertThat(left).isPositive().isLessThanOrEqualTo(SOON));
    }

    @Test
    void endsACallAtItsDeadlineOnBothSides() {
        RatisClusterMember caller = cluster.follower();
        MemberId called = cluster.leader().self();
        EchoHandler handler = cluster.handlers.get(called);
        // Until there is a connection a call ends at once, as unavailable.
        TestCluster.patiently()
                .untilAsserted(() ->
                        assertThat(caller.callSign(called, new byte[0], SOON)).succeedsWithin(SOON));
        handler.unanswered.clear();

        CompletableFuture<byte[]> call = caller.callStatus(called, new byte[1], Duration.ofMillis(150));

        assertThatThrownBy(call::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(PeerCallException.class)
                .hasMessageContaining("DEADLINE_EXCEEDED");
        TestCluster.patiently()
                .untilAsserted(
                        () -> assertThat(handler.unanswered).singleElement().matches(CompletableFuture::isCancelled));
    }

    @Test
    void cancelsACallOnTheOtherSide() {
        EchoHandler handler = cluster.handlers.get(cluster.leader().self());
        handler.unanswered.clear();
        CompletableFuture<byte[]> call =
                cluster.follower().callStatus(cluster.leader().self(), new byte[1], Duration.ofSeconds(30));
        TestCluster.patiently().until(() -> handler.unanswered.size() == 1);

        call.cancel(false);

        TestCluster.patiently().until(() -> handler.unanswered.get(0).isCancelled());
    }

    @Test
    void carriesTheLargestRequestOfAValidatorNode() {
        byte[] largest = new byte[1_056_218];

        byte[] reply = cluster.follower()
                .callSign(cluster.leader().self(), largest, SOON)
                .join();

        assertThat(reply).hasSizeGreaterThan(largest.length);
    }

    @Test
    void hearsItsLeaderAllTheTime() {
        assertThat(cluster.members())
                .allSatisfy(member -> TestCluster.patiently()
                        .untilAsserted(() ->
                                assertThat(member.sinceLeaderHeard()).isLessThan(MemberSettings.Timeouts.LAN.max())));
    }

    @Test
    void showsTheGroupAsTheLeaderSeesIt() {
        RatisClusterMember leader = cluster.leader();
        long index = cluster.commit(new Command.Noop()).index();

        GroupStatus status = leader.status();

        assertThat(status.commitIndex()).isGreaterThanOrEqualTo(index);
        assertThat(status.members())
                .extracting(GroupStatus.Member::id)
                .containsExactlyInAnyOrderElementsOf(cluster.ids());
        assertThat(status.members())
                .filteredOn(member -> !member.id().equals(leader.self()))
                .allSatisfy(member -> {
                    assertThat(member.role()).isEqualTo(Leadership.Role.FOLLOWER);
                    assertThat(member.matchIndex()).isPresent();
                    assertThat(member.lastHeard()).isPresent();
                });
    }
}
