package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.util.SizeInBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("lifecycle")
class MembershipTest {
    /** A snapshot every 20 entries, and what it holds goes from the log at once. */
    private static final RatisTuning HASTY =
            new RatisTuning(SizeInBytes.valueOf("4KB"), SizeInBytes.valueOf("4KB"), 20, 1, 0, true);

    @TempDir
    Path directory;

    private TestCluster cluster;
    private final AtomicInteger height = new AtomicInteger();

    @AfterEach
    void stop() {
        cluster.close();
        cluster.assertNoFaults();
    }

    @Test
    void growsFromThreeToFiveAndShrinksBackWhileSigning() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        try (Load load = new Load()) {
            MemberId d = join("d", false);
            MemberId e = join("e", false);
            assertThat(cluster.leader().group().voters()).hasSize(5);
            cluster.leader()
                    .transferLeadership(Optional.of(d), TestCluster.PATIENCE)
                    .join();
            for (MemberId leaving : cluster.ids().subList(1, 3)) {
                remove(leaving);
            }
            assertThat(cluster.leader().group().voters())
                    .containsExactlyInAnyOrder(cluster.ids().get(0), d, e);
            load.goesOn();
        }
        cluster.awaitEqualLedgers();
    }

    @Test
    void replacesAMemberWhileSigning() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        try (Load load = new Load()) {
            MemberId old = cluster.follower().self();
            MemberId fresh = join("d", false);
            remove(old);
            assertThat(cluster.leader().group().voters())
                    .contains(fresh)
                    .doesNotContain(old)
                    .hasSize(3);
            load.goesOn();
        }
        cluster.awaitEqualLedgers();
    }

    @Test
    void listenerCatchesUpByLogAndNeitherVotesNorAsksToSign() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        votes(30);

        MemberId listener = join("audit", true);
        votes(5);

        cluster.awaitEqualLedgers();
        GroupConfiguration group = cluster.leader().group();
        assertThat(group.listeners()).containsExactly(listener);
        assertThat(group.voters()).hasSize(3);
        MemberId leader = cluster.leader().self();
        byte[] request = "sign".getBytes(StandardCharsets.UTF_8);
        awaitGroup(listener);
        assertThat(catchThrowable(() -> cluster.member(listener)
                        .callSign(leader, request, Duration.ofSeconds(2))
                        .join()))
                .hasRootCauseInstanceOf(org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException.class)
                .hasMessageContaining("has no vote here");
        cluster.member(listener)
                .callStatus(leader, new byte[0], Duration.ofSeconds(2))
                .join();
        assertThat(catchThrowable(() -> cluster.leader()
                        .transferLeadership(Optional.of(listener), Duration.ofSeconds(1))
                        .join()))
                .hasMessageContaining("not a voter");
    }

    @Test
    void listenerStartsAgainAndFollowsOnAndCanBeRemoved() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        MemberId listener = join("audit", true);
        awaitGroup(listener);
        cluster.stop(listener);
        votes(3);

        cluster.start(listener);

        // Raft starts in it once the others have answered its hello.
        awaitListening(listener);
        cluster.awaitEqualLedgers();
        remove(listener);
        votes(1);
    }

    /** Whether its log says already that it is a listener is left to chance; in both cases it ends as one. */
    @Test
    void listenerThatStopsAsSoonAsItWasTakenInFollowsAfterOneMoreStartAtMost() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        MemberId listener = join("audit", true);
        cluster.stop(listener);
        votes(3);

        cluster.start(listener);

        List<Fault> ended = cluster.faults.get(listener).faults();
        TestCluster.patiently().until(() -> listens(listener) || !ended.isEmpty());
        if (!ended.isEmpty()) {
            assertThat(ended).containsExactly(Fault.RAFT_START_FAILED);
            cluster.bury(listener);
            cluster.start(listener);
        }
        awaitListening(listener);
        cluster.awaitEqualLedgers();
    }

    @Test
    void newMembersCatchUpBySnapshot() {
        cluster = TestCluster.running(directory, HASTY, 3);
        cluster.enrol();
        votes(80);

        MemberId listener = join("audit", true);
        MemberId voter = join("d", false);
        votes(5);

        cluster.awaitEqualLedgers();
        assertThat(cluster.member(listener).caughtUp()).isTrue();
        assertThat(cluster.member(voter).caughtUp()).isTrue();
        assertThat(cluster.reserve(Ask.prevote(80, 0, 'A'))).isInstanceOf(Decision.Reuse.class);
    }

    @Test
    void changeForAnotherGroupIsAConflict() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        GroupConfiguration before = cluster.leader().group();
        join("d", false);
        MemberSettings.Member late = cluster.joiner("e", false);

        assertThat(reason(new GroupChange.Add(late), before)).isEqualTo(GroupChangeException.Reason.CONFLICT);
    }

    @Test
    void secondChangeAtOnceIsAConflict() {
        cluster = TestCluster.running(directory, 3);
        RatisClusterMember leader = cluster.leader();
        GroupConfiguration group = leader.group();
        MemberSettings.Member one = cluster.joiner("d", false);
        cluster.start(one.id());

        CompletableFuture<GroupConfiguration> first =
                leader.changeGroup(new GroupChange.Add(one), group, TestCluster.PATIENCE);
        assertThat(reason(new GroupChange.Remove(cluster.follower().self()), group))
                .isEqualTo(GroupChangeException.Reason.CONFLICT);
        first.join();
    }

    @Test
    void whatWouldLoseTheQuorumIsRefused() {
        cluster = TestCluster.running(directory, 5);
        cluster.enrol();
        MemberId leader = cluster.leader().self();
        List<MemberId> others =
                cluster.ids().stream().filter(id -> !id.equals(leader)).toList();
        cluster.stop(others.get(0));
        cluster.stop(others.get(1));
        // A leader that has just heard of one of them would begin the change, and could not end it.
        awaitSilence(others.get(0));
        awaitSilence(others.get(1));
        TestCluster.patiently()
                .until(() -> reason(
                                new GroupChange.Remove(others.get(2)),
                                cluster.leader().group())
                        == GroupChangeException.Reason.QUORUM);

        assertThat(reason(new GroupChange.Remove(leader), cluster.leader().group()))
                .isEqualTo(GroupChangeException.Reason.LEADS);
        cluster.change(new GroupChange.Remove(others.get(0)));
        cluster.change(new GroupChange.Remove(others.get(1)));
        assertThat(cluster.leader().group().voters()).containsExactlyInAnyOrder(leader, others.get(2), others.get(3));
    }

    @Test
    void memberThatDoesNotRunIsNotTakenIn() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        MemberSettings.Member absent = cluster.joiner("d", false);

        assertThat(reason(new GroupChange.Add(absent), cluster.leader().group()))
                .isEqualTo(GroupChangeException.Reason.NO_ANSWER);
        votes(1);
    }

    /** Until it does not count as up any more for who leads. */
    private void awaitSilence(MemberId away) {
        TestCluster.patiently()
                .until(() -> cluster.leader().status().members().stream()
                        .anyMatch(one -> one.id().equals(away)
                                && one.lastHeard().orElse(Duration.ZERO).toMillis() > 700));
    }

    @Test
    void removedMemberThatWasAwayLearnsItFromTheOthers() {
        cluster = TestCluster.running(directory, 4);
        cluster.enrol();
        MemberId away = cluster.follower().self();
        cluster.stop(away);
        awaitSilence(away);
        cluster.change(new GroupChange.Remove(away));

        cluster.start(away);

        awaitRemoved(away);
        votes(1);
    }

    @Test
    void memberThatMissedAReplacementIsLedByTheNewMember() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        MemberId stays = cluster.leader().self();
        List<MemberId> others =
                cluster.ids().stream().filter(id -> !id.equals(stays)).toList();
        MemberId d = join("d", false);
        MemberId away = others.get(0);
        cluster.stop(away);
        remove(others.get(1));
        cluster.leader()
                .transferLeadership(Optional.of(d), TestCluster.PATIENCE)
                .join();

        // Its configuration names d by now; its log does not.
        cluster.start(away);

        TestCluster.patiently()
                .until(() -> cluster.member(away).leadership().leader().equals(Optional.of(d)));
        votes(1);
        cluster.awaitEqualLedgers();
    }

    private MemberId join(String name, boolean listener) {
        MemberSettings.Member joiner = cluster.joiner(name, listener);
        cluster.start(joiner.id());
        GroupConfiguration group = cluster.change(new GroupChange.Add(joiner));
        assertThat(group.find(joiner.id())).contains(joiner);
        assertThat(group.settled()).isTrue();
        return joiner.id();
    }

    /** A member that starts takes its place from its own log. */
    private void awaitGroup(MemberId member) {
        long index = cluster.leader().group().index();
        TestCluster.patiently().until(() -> cluster.member(member).group().index() == index);
    }

    private boolean listens(MemberId listener) {
        return cluster.member(listener).leadership().role() == Leadership.Role.LISTENER;
    }

    private void awaitListening(MemberId listener) {
        TestCluster.patiently().until(() -> listens(listener));
    }

    private void remove(MemberId leaving) {
        if (cluster.leader().self().equals(leaving)) {
            cluster.leader()
                    .transferLeadership(Optional.empty(), TestCluster.PATIENCE)
                    .join();
        }
        cluster.change(new GroupChange.Remove(leaving));
        awaitRemoved(leaving);
    }

    /** Ends by itself, and says why. */
    private void awaitRemoved(MemberId gone) {
        TestCluster.patiently().until(() -> !cluster.faults.get(gone).faults().isEmpty());
        assertThat(cluster.faults.get(gone).faults().get(0)).isEqualTo(Fault.MEMBER_REMOVED);
        assertThat(cluster.faults.get(gone).details().get(0)).startsWith("The group goes on without ");
        cluster.bury(gone);
    }

    private GroupChangeException.Reason reason(GroupChange change, GroupConfiguration from) {
        Throwable failure = catchThrowable(() ->
                cluster.leader().changeGroup(change, from, TestCluster.PATIENCE).join());
        assertThat(failure).hasCauseInstanceOf(GroupChangeException.class);
        return ((GroupChangeException) failure.getCause()).reason();
    }

    private void votes(int number) {
        for (int i = 0; i < number; i++) {
            assertThat(cluster.reserve(Ask.prevote(height.incrementAndGet(), 0, 'A')))
                    .isInstanceOf(Decision.Reserve.class);
        }
    }

    /** Reserves one height after the other, until closed. */
    private final class Load implements AutoCloseable {
        private final AtomicBoolean ends = new AtomicBoolean();
        private final AtomicInteger done = new AtomicInteger();
        private final CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
            while (!ends.get()) {
                Decision decision = cluster.reserve(Ask.prevote(height.incrementAndGet(), 0, 'A'));
                assertThat(decision).isNotInstanceOf(Decision.Refuse.class);
                done.incrementAndGet();
            }
        });

        void goesOn() {
            int before = done.get();
            TestCluster.patiently().until(() -> done.get() > before + 3);
        }

        @Override
        public void close() {
            ends.set(true);
            run.join();
        }
    }
}
