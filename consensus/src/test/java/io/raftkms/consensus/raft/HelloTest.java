package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.PeerRecord;
import io.raftkms.consensus.raft.store.PeersFile;
import io.raftkms.consensus.raft.store.RunRecord;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What members say to one whose files are gone, old or copied; on real files. */
@Tag("lifecycle")
class HelloTest {
    @TempDir
    Path directory;

    private final List<RatisClusterMember> strays = new ArrayList<>();
    private TestCluster cluster;

    @BeforeEach
    void configureThreeMembers() {
        cluster = new TestCluster(directory, RatisTuning.PRODUCTION, 3);
    }

    @AfterEach
    void stop() {
        strays.forEach(RatisClusterMember::close);
        cluster.close();
    }

    @Test
    void aClusterFormsWithAllItsMembersOnlyAndTakesRestartsMeanwhile() {
        List<MemberId> ids = cluster.ids();
        RatisClusterMember first = cluster.start(ids.get(0));
        cluster.start(ids.get(1));
        cluster.stop(ids.get(1));
        RatisClusterMember again = cluster.start(ids.get(1));
        TestCluster.patiently().until(() -> first.waitingFor().orElse("").contains("c (no answer"));
        assertThat(first.leadership().role()).isEqualTo(Leadership.Role.STARTING);

        cluster.start(ids.get(2));

        cluster.leader();
        TestCluster.patiently()
                .until(() -> first.waitingFor().isEmpty() && again.waitingFor().isEmpty());
        cluster.enrol();
        cluster.assertNoFaults();
    }

    @Test
    void aFormedClusterRunsAgainWithAMajorityOfItsMembers() {
        MemberId away = formedAndStopped().get(2);
        cluster.ids().stream().filter(id -> !id.equals(away)).forEach(cluster::start);

        assertThat(cluster.reserve(Ask.prevote(1, 0, 'A'))).isInstanceOf(Decision.Reuse.class);

        cluster.start(away);
        cluster.awaitEqualLedgers();
        cluster.assertNoFaults();
    }

    @Test
    void aMemberThatLostItsDiskDoesNotComeBackAsFresh() throws IOException {
        MemberId lost = formedAndStopped().get(0);
        cluster.ids().stream().filter(id -> !id.equals(lost)).forEach(cluster::start);
        cluster.leader();
        wipe(lost);

        cluster.start(lost);

        awaitFault(lost, Fault.HELLO_BEGUN_ANEW);
    }

    @Test
    void aMemberThatJoinsMayStartAgainBeforeItIsTakenInAndIsNotFreshAfterwards() throws IOException {
        cluster.ids().forEach(cluster::start);
        cluster.enrol();
        MemberSettings.Member joiner = cluster.joiner("d", false);
        cluster.start(joiner.id());
        TestCluster.patiently()
                .until(() -> cluster.member(joiner.id()).waitingFor().isEmpty());
        cluster.stop(joiner.id());
        cluster.start(joiner.id());
        cluster.change(new GroupChange.Add(joiner));
        cluster.awaitEqualLedgers();
        cluster.assertNoFaults();
        cluster.stop(joiner.id());
        wipe(joiner.id());

        cluster.start(joiner.id());

        awaitFault(joiner.id(), Fault.HELLO_BEGUN_ANEW);
        cluster.reserve(Ask.prevote(1, 0, 'A'));
    }

    @Test
    void aWholeDiskRestoredFromBeforeIsRefused() throws IOException {
        List<MemberId> ids = formedAndStopped();
        MemberId restored = ids.get(0);
        Path data = directory.resolve(restored.name());
        Path backup = directory.resolve("backup");
        Copies.copy(data, backup);
        ids.forEach(cluster::start);
        cluster.reserve(Ask.prevote(2, 0, 'A'));
        cluster.awaitEqualLedgers();
        cluster.stop(restored);
        Copies.empty(data);
        Copies.copy(backup, data);

        cluster.start(restored);

        TestCluster.patiently()
                .until(() -> cluster.faults.get(restored).faults().stream()
                        .anyMatch(fault -> fault == Fault.HELLO_START_SUPERSEDED || fault == Fault.HELLO_STATE_OLD));
        assertThat(cluster.member(restored).caughtUp()).isFalse();
    }

    /** It leads no more right after that, and Ratis forgets then who had acknowledged what. */
    @Test
    void aLeaderKnowsOfEverythingItReleasedWhoHoldsIt() throws Exception {
        List<MemberId> ids = formedAndStopped();
        startAcquainted();
        MemberId leader = cluster.leader().self();
        List<MemberId> followers = ids.stream().filter(id -> !id.equals(leader)).toList();
        cluster.stop(followers.get(1));
        Submission.Applied released = cluster.commit(TestCluster.reservation(Ask.prevote(2, 0, 'A')));

        cluster.stop(followers.get(0));

        TestCluster.patiently()
                .untilAsserted(() -> assertThat(known(leader, followers.get(0)).forced())
                        .hasValueSatisfying(
                                forced -> assertThat(forced.index()).isGreaterThanOrEqualTo(released.index())));
    }

    /** The voter ends right after it, before it says itself what is in its vote file. */
    @Test
    void aLeaderKnowsWhoseVoteItHas() throws Exception {
        formedAndStopped();
        startAcquainted();
        cluster.stop(cluster.leader().self());
        RatisClusterMember leader = cluster.leader();
        long term = leader.leadership().term();
        MemberId voter = cluster.follower().self();

        cluster.stop(voter);

        TestCluster.patiently()
                .untilAsserted(
                        () -> assertThat(known(leader.self(), voter).voteTerm()).isGreaterThanOrEqualTo(term));
    }

    @Test
    void aCopyThatIsStartedBesideItsOriginalIsRefusedAndTheOriginalGoesOn() throws Exception {
        List<MemberId> ids = formedAndStopped();
        MemberId copied = ids.get(0);
        Copies.copy(directory.resolve(copied.name()), directory.resolve("clone"));
        ids.forEach(cluster::start);
        cluster.awaitEqualLedgers();
        cluster.leader();
        RecordedFailStop stopped = new RecordedFailStop();

        strays.add(clone(copied, stopped));

        TestCluster.patiently().until(() -> !stopped.faults().isEmpty());
        assertThat(stopped.faults().get(0)).isIn(Fault.HELLO_START_SUPERSEDED, Fault.HELLO_STATE_OLD);
        assertThat(cluster.reserve(Ask.prevote(2, 0, 'A'))).isInstanceOf(Decision.Reserve.class);
        cluster.assertNoFaults();
    }

    @Test
    void aCopyOfARunningMemberIsRefusedWhileTheOriginalAnswers() throws Exception {
        List<MemberId> ids = formedAndStopped();
        ids.forEach(cluster::start);
        cluster.leader();
        cluster.awaitEqualLedgers();
        MemberId copied = cluster.follower().self();
        awaitNothingLeftToReplicate();
        RecordedFailStop stopped = new RecordedFailStop();
        Copies.copy(directory.resolve(copied.name()), directory.resolve("clone"));

        strays.add(clone(copied, stopped));

        TestCluster.patiently().until(() -> stopped.faults().contains(Fault.HELLO_RUNS_TWICE));
        assertThat(stopped.details())
                .last()
                .asString()
                .contains("an earlier start of this member still runs and answers");
        assertThat(cluster.reserve(Ask.prevote(2, 0, 'A'))).isInstanceOf(Decision.Reserve.class);
        cluster.assertNoFaults();
    }

    /** What a running member's file says of another one. */
    private PeerRecord known(MemberId by, MemberId of) throws MemberFaultException {
        RunRecord any = new RunRecord(by, 1, "a1".repeat(16), false, Optional.empty(), 0);
        return PeersFile.open(new DataDirectory(directory.resolve(by.name())), any)
                .known(of)
                .orElseThrow();
    }

    /** The second copy of a member, on ports of its own: the others' calls go to the first. */
    private RatisClusterMember clone(MemberId id, FailStop failStop) throws MemberFaultException {
        MemberSettings settings = cluster.settings(id);
        List<Integer> ports = FreePorts.take(2);
        List<MemberSettings.Member> members = settings.members().stream()
                .map(member -> member.id().equals(id)
                        ? new MemberSettings.Member(id, member.host(), ports.get(0), ports.get(1))
                        : member)
                .toList();
        MemberSettings elsewhere = new MemberSettings(
                settings.clusterId(),
                id,
                settings.bindHost(),
                members,
                directory.resolve("clone"),
                settings.tls(),
                settings.timeouts(),
                false);
        return RatisClusterMember.start(elsewhere, new EchoHandler(), failStop, cluster.options());
    }

    /** A new disk with the identity on it. */
    private void wipe(MemberId id) throws IOException {
        Path data = directory.resolve(id.name());
        byte[] identity = Files.readAllBytes(data.resolve("identity.json"));
        Copies.empty(data);
        Files.write(data.resolve("identity.json"), identity);
    }

    private List<MemberId> formedAndStopped() {
        cluster.ids().forEach(cluster::start);
        cluster.enrol();
        cluster.reserve(Ask.prevote(1, 0, 'A'));
        cluster.awaitEqualLedgers();
        cluster.stopAll();
        return cluster.ids();
    }

    /**
     * Starts a formed cluster a second time, until every member has accepted every other one's start; for how long that
     * start counts as known does not run out.
     */
    private void startAcquainted() {
        cluster.nanoTime = () -> 0;
        cluster.ids().forEach(cluster::start);
        for (MemberId by : cluster.ids()) {
            cluster.ids().stream()
                    .filter(of -> !of.equals(by))
                    .forEach(of ->
                            TestCluster.patiently().until(() -> known(by, of).startNumber() == 2));
        }
    }

    /** A copy that lacks the newest entry of the log is refused for that, and sooner. */
    private void awaitNothingLeftToReplicate() {
        TestCluster.patiently().until(() -> {
            long committed = cluster.leader().status().commitIndex();
            return cluster.members().stream().allMatch(member -> member.status().appliedIndex() == committed);
        });
    }

    private void awaitFault(MemberId id, Fault fault) {
        TestCluster.patiently().until(() -> cluster.faults.get(id).faults().contains(fault));
    }
}
