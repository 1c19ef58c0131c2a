package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.awaitility.core.ConditionFactory;

/** Members of one cluster in this virtual machine, on loopback, with real files and certificates. */
final class TestCluster implements AutoCloseable {
    static final String CLUSTER_ID = "test-cluster";
    static final String CHAIN = "test-chain";
    static final KeyId KEY =
            new KeyId(CHAIN, new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(new byte[32])));
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration HELLO_PATIENCE = Duration.ofSeconds(3);
    private static final Duration SUBMIT_TIMEOUT = Duration.ofSeconds(2);

    final JumpingClock clock = new JumpingClock();
    /** Of members started from now on, for how long ago another one was heard. */
    LongSupplier nanoTime = System::nanoTime;

    final TestAuthority authority = new TestAuthority("test CA");
    final Map<MemberId, EchoHandler> handlers = new LinkedHashMap<>();
    final Map<MemberId, RecordedFailStop> faults = new LinkedHashMap<>();
    private final Path directory;
    private final RatisTuning tuning;
    private final List<MemberSettings.Member> members = new CopyOnWriteArrayList<>();
    private final Map<MemberId, RatisClusterMember> running = new ConcurrentHashMap<>();

    TestCluster(Path directory, RatisTuning tuning, int size) {
        this.directory = directory;
        this.tuning = tuning;
        for (int i = 0; i < size; i++) {
            prepare(String.valueOf((char) ('a' + i)), i + 1, false, false);
        }
    }

    /** The home of a member that is to join the running cluster; the others' configurations do not name it. */
    MemberSettings.Member joiner(String name, boolean listener) {
        return prepare(name, 0x100L + members.size(), listener, true);
    }

    private MemberSettings.Member prepare(String name, long nonce, boolean listener, boolean joins) {
        List<Integer> ports = FreePorts.take(2);
        MemberId id = new MemberId(name, String.format("%016x", nonce));
        MemberSettings.Member member = new MemberSettings.Member(id, "127.0.0.1", ports.get(0), ports.get(1), listener);
        members.add(member);
        handlers.put(id, new EchoHandler());
        faults.put(id, new RecordedFailStop());
        try {
            DataDirectory data = new DataDirectory(directory.resolve(id.name()));
            data.create();
            new Identity(CLUSTER_ID, id, joins).create(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return member;
    }

    /** Changes the group on whoever leads. */
    GroupConfiguration change(GroupChange change) {
        RatisClusterMember leader = leader();
        return leader.changeGroup(change, leader.group(), PATIENCE).join();
    }

    /** Waits as long as a busy machine may need, and not longer than the condition does. */
    static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }

    /** All members up, each connected to every other, and one of them ready. */
    static TestCluster running(Path directory, int size) {
        return running(directory, RatisTuning.PRODUCTION, size);
    }

    static TestCluster running(Path directory, RatisTuning tuning, int size) {
        TestCluster cluster = new TestCluster(directory, tuning, size);
        cluster.members.forEach(member -> cluster.start(member.id()));
        cluster.awaitConnections();
        cluster.leader();
        return cluster;
    }

    /** Whoever started first met closed ports; until it has tried again its calls end at once, as unavailable. */
    private void awaitConnections() {
        for (RatisClusterMember caller : running.values()) {
            ids().stream()
                    .filter(id -> !id.equals(caller.self()))
                    .forEach(called -> patiently()
                            .until(() -> caller.callSign(called, new byte[0], SUBMIT_TIMEOUT)
                                    .handle((reply, failure) -> failure == null)
                                    .join()));
        }
        handlers.values().forEach(handler -> handler.deadlines.clear());
    }

    List<MemberId> ids() {
        return members.stream().map(MemberSettings.Member::id).toList();
    }

    MemberSettings.Member configured(MemberId id) {
        return members.stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    MemberSettings settings(MemberId id) {
        Path tls = directory.resolve("tls-" + id.name());
        return settings(id, authority.issue(tls, id, CLUSTER_ID));
    }

    MemberSettings settings(MemberId id, MemberSettings.Tls tls) {
        return new MemberSettings(
                CLUSTER_ID,
                id,
                "127.0.0.1",
                List.copyOf(members),
                directory.resolve(id.name()),
                tls,
                MemberSettings.Timeouts.LAN,
                members.stream().filter(member -> !member.listener()).count() % 2 == 0);
    }

    MemberOptions options() {
        return new MemberOptions(
                clock,
                nanoTime,
                RandomGenerator.getDefault(),
                HELLO_PATIENCE,
                SUBMIT_TIMEOUT,
                tuning,
                AppliedObserver.NONE);
    }

    RatisClusterMember start(MemberId id) {
        try {
            RatisClusterMember member =
                    RatisClusterMember.start(settings(id), handlers.get(id), faults.get(id), options());
            running.put(id, member);
            return member;
        } catch (MemberFaultException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts it with a configuration of its own. */
    void start(MemberId id, RatisTuning ownTuning, MemberSettings.Timeouts timeouts) {
        MemberSettings common = settings(id);
        MemberSettings own = new MemberSettings(
                common.clusterId(),
                id,
                common.bindHost(),
                common.members(),
                common.dataDirectory(),
                common.tls(),
                timeouts,
                common.allowEven());
        MemberOptions options =
                new MemberOptions(clock, RandomGenerator.getDefault(), HELLO_PATIENCE, SUBMIT_TIMEOUT, ownTuning);
        try {
            running.put(id, RatisClusterMember.start(own, handlers.get(id), faults.get(id), options));
        } catch (MemberFaultException e) {
            throw new IllegalStateException(e.fault() == Fault.PORT_IN_USE ? sockets() : "", e);
        }
    }

    /** Who has which port: a member that was closed has given its own free. */
    private static String sockets() {
        try {
            return Files.readString(Path.of("/proc/net/tcp"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Closes a member that has ended already. */
    void bury(MemberId id) {
        stop(id);
        faults.get(id).faults().clear();
    }

    void stop(MemberId id) {
        running.remove(id).close();
    }

    RatisClusterMember member(MemberId id) {
        return running.get(id);
    }

    Collection<RatisClusterMember> members() {
        return running.values();
    }

    RatisClusterMember leader() {
        return patiently()
                .until(
                        () -> running.values().stream()
                                .filter(member -> member.leadership().ready())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** A member that follows the leader that the others have, too. */
    RatisClusterMember follower() {
        MemberId leader = leader().self();
        RatisClusterMember follower = running.values().stream()
                .filter(member -> !member.self().equals(leader))
                .findFirst()
                .orElseThrow();
        patiently().until(() -> follower.leadership().leader().equals(Optional.of(leader)));
        return follower;
    }

    /** Submits to whoever leads until it is applied, as a link does. */
    Submission.Applied commit(Command command) {
        return (Submission.Applied)
                patiently().until(() -> leader().submit(command).join(), Submission.Applied.class::isInstance);
    }

    void enrol() {
        Answer answer =
                commit(new Command.Enrol(KEY, new Enrolment.NewChain(1))).answer();
        assertThat(answer).isInstanceOf(Answer.Enrolled.class);
    }

    Decision reserve(Ask ask) {
        return ((Answer.Decided) commit(reservation(ask)).answer()).decision();
    }

    static Command reservation(Ask ask) {
        return new Command.Reserve(KEY, ask.on(CHAIN));
    }

    /** All running members have applied the same. */
    void awaitEqualLedgers() {
        byte[] expected = leader().ledger().hash();
        patiently()
                .until(() -> running.values().stream()
                        .allMatch(member -> Arrays.equals(member.ledger().hash(), expected)));
    }

    void assertNoFaults() {
        faults.forEach((id, recorded) -> assertThat(recorded.faults())
                .as("faults of %s: %s", id, recorded.details())
                .isEmpty());
    }

    /** All at once, as when a host goes down; a leader that closes in order would first wait for members that are gone. */
    void stopAll() {
        running.values().parallelStream().forEach(RatisClusterMember::closeAtOnce);
        running.clear();
    }

    @Override
    public void close() {
        stopAll();
    }
}
