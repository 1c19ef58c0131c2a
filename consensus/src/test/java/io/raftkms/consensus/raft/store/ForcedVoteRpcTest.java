package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.util.TimeDuration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForcedVoteRpcTest {
    private static final RaftGroupId GROUP = RaftGroupId.valueOf(RatisLog.GROUP);

    @TempDir
    Path home;

    private final List<RaftServer> servers = new ArrayList<>();
    private final List<RecordedFailStop> failStops = new ArrayList<>();
    private final AtomicInteger customized = new AtomicInteger();

    @AfterEach
    void close() throws IOException {
        for (RaftServer server : servers) {
            server.close();
        }
    }

    @Test
    void electsAndReplicatesWithEveryVotesDirectoryForced() throws Exception {
        start(new Member("a", true, true), new Member("b", true, true), new Member("c", true, true));

        RaftServer leader = awaitLeader();
        for (int i = 0; i < 5; i++) {
            RatisLog.submit(leader, i);
        }

        for (RaftServer server : servers) {
            Awaitility.await()
                    .until(() -> server.getDivision(GROUP)
                                    .getStateMachine()
                                    .getLastAppliedTermIndex()
                                    .getIndex()
                            >= 5);
        }
        assertThat(customized).as("the caller's own customizer ran").hasPositiveValue();
        assertThat(failStops)
                .allSatisfy(failStop -> assertThat(failStop.halts()).isEmpty());
        assertThat(leader.getServerRpc()).isInstanceOf(ForcedVoteServices.class);
        assertThat(ForcedVoteServices.within(leader)).isNotInstanceOf(ForcedVoteServices.class);
    }

    @Test
    void aCandidateWhoseDirectoryCannotBeForcedAsksForNoVote() throws Exception {
        start(new Member("a", true, false), new Member("b", false, true), new Member("c", false, true));

        Awaitility.await().until(() -> failStops.get(0).halts().size() >= 4);

        assertThat(VoteFile.read(voteFile("a")).term()).as("a stood").isPositive();
        assertThat(VoteFile.read(voteFile("b"))).as("b was not asked").isEqualTo(new VoteFile(0, ""));
        assertThat(VoteFile.read(voteFile("c"))).as("c was not asked").isEqualTo(new VoteFile(0, ""));
        assertThat(failStops.get(0).halts())
                .allSatisfy(halt -> assertThat(halt.fault()).isEqualTo(Fault.DISK_WRITE_FAILED))
                .allSatisfy(
                        halt -> assertThat(halt.detail()).contains("raft-meta").contains("A full disk: make room"));
        assertNobodyLeads();
    }

    @Test
    void aVoterWhoseDirectoryCannotBeForcedGivesNoVote() throws Exception {
        start(new Member("a", true, true), new Member("b", false, false), new Member("c", false, false));

        Awaitility.await()
                .until(() -> failStops.get(1).halts().size() >= 2
                        && failStops.get(2).halts().size() >= 2);

        assertThat(VoteFile.read(voteFile("b")).votedFor()).as("b had decided").isEqualTo(id("a"));
        assertThat(failStops.get(1).halts())
                .allSatisfy(halt -> assertThat(halt.fault()).isEqualTo(Fault.DISK_WRITE_FAILED));
        assertNobodyLeads();
    }

    @Test
    void aVoterThatWasAwayIsAskedAsSoonAsItIsBack() throws Exception {
        Member a = new Member("a", false, true);
        Member b = new Member("b", false, true);
        List<RaftPeer> peers = peers(a, b);
        RaftServer candidate = start(a, peers, peers.get(0).getAddress());
        RequestVoteRequestProto request = preVote("a", "b");
        assertThatThrownBy(() -> candidate.getServerRpc().requestVote(request)).hasMessageContaining("UNAVAILABLE");

        start(b, peers, peers.get(1).getAddress());

        Awaitility.await()
                .ignoreExceptions()
                .until(() -> candidate
                        .getServerRpc()
                        .requestVote(request)
                        .getServerReply()
                        .getSuccess());
    }

    private static RequestVoteRequestProto preVote(String candidate, String voter) {
        return RequestVoteRequestProto.newBuilder()
                .setServerRequest(RaftRpcRequestProto.newBuilder()
                        .setRequestorId(RaftPeerId.valueOf(id(candidate)).toByteString())
                        .setReplyId(RaftPeerId.valueOf(id(voter)).toByteString())
                        .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(GROUP.toByteString())))
                .setCandidateLastEntry(TermIndex.valueOf(0, -1).toProto())
                .setPreVote(true)
                .build();
    }

    @Test
    void forcesTheDirectoryOfAnInterruptedThread() throws Exception {
        Path current = Files.createDirectories(home.resolve("group").resolve("current"));
        RecordedFailStop failStop = new RecordedFailStop();

        Thread.currentThread().interrupt();
        new VoteDirectoryForce(current, MemberId.parse("a#0011223344556677"), failStop, () -> false).force();

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(failStop.halts()).isEmpty();
    }

    /**
     * @param stands false for a member whose election timeout never comes
     * @param forces false for a member whose vote directory cannot be forced
     */
    private record Member(String name, boolean stands, boolean forces) {}

    private void start(Member... members) throws Exception {
        List<RaftPeer> peers = peers(members);
        for (int i = 0; i < members.length; i++) {
            start(members[i], peers, peers.get(i).getAddress());
        }
    }

    private static List<RaftPeer> peers(Member... members) throws IOException {
        List<RaftPeer> peers = new ArrayList<>();
        for (Member member : members) {
            peers.add(RaftPeer.newBuilder()
                    .setId(id(member.name))
                    .setAddress("127.0.0.1:" + freePort())
                    .build());
        }
        return peers;
    }

    /** A path that cannot be forced, under a regular file. */
    private Path noDirectory(String name) throws IOException {
        return Files.createFile(home.resolve("file-" + name)).resolve("current");
    }

    private RaftServer start(Member member, List<RaftPeer> peers, String address) throws Exception {
        RaftProperties properties = RatisLog.properties(home.resolve(member.name));
        // Only real votes: a pre-vote promises nothing.
        RaftServerConfigKeys.LeaderElection.setPreVote(properties, false);
        if (!member.stands) {
            RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.valueOf(10, TimeUnit.MINUTES));
            RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.valueOf(9, TimeUnit.MINUTES));
        }
        GrpcConfigKeys.Server.setHost(properties, "127.0.0.1");
        GrpcConfigKeys.Server.setPort(properties, Integer.parseInt(address.split(":", -1)[1]));
        Parameters parameters = new Parameters();
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, (builder, types) -> {
            customized.incrementAndGet();
            return builder;
        });
        RecordedFailStop failStop = new RecordedFailStop();
        failStops.add(failStop);
        Path voteDirectory = member.forces ? voteFile(member.name).getParent() : noDirectory(member.name);
        ElectionParts parts = new ElectionParts(
                new VoteDirectoryForce(voteDirectory, MemberId.parse("a#0011223344556677"), failStop, () -> false),
                () -> true,
                (voter, term) -> {},
                new AwayVoters(System::nanoTime));
        ForcedVoteRpc.install(properties, parameters, parts);
        RaftServer server = RatisLog.server(
                new RatisLog.MemberServer(id(member.name), new RatisLog.Positions()), peers, properties, parameters);
        servers.add(server);
        server.start();
        return server;
    }

    private static String id(String name) {
        return name + "#0011223344556677";
    }

    private Path voteFile(String name) {
        return home.resolve(name)
                .resolve(RatisLog.GROUP.toString())
                .resolve("current")
                .resolve("raft-meta");
    }

    private void assertNobodyLeads() throws IOException {
        for (RaftServer server : servers) {
            assertThat(server.getDivision(GROUP).getInfo().isLeader()).isFalse();
            assertThat(server.getDivision(GROUP).getInfo().getLeaderId()).isNull();
        }
    }

    private RaftServer awaitLeader() {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(
                        () -> {
                            for (RaftServer server : servers) {
                                if (server.getDivision(GROUP).getInfo().isLeaderReady()) {
                                    return server;
                                }
                            }
                            return null;
                        },
                        leader -> leader != null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
