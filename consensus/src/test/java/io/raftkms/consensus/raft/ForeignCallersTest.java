package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.peer.PeerClients;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.ratis.proto.RaftProtos.GroupListRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto.SnapshotChunkProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.proto.grpc.AdminProtocolServiceGrpc;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignCallersTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final MemberId STRANGER = new MemberId("x", "00000000000000ff");

    @TempDir
    static Path directory;

    private static TestCluster cluster;
    private static MemberSettings.Member member;
    private static ScheduledExecutorService timer;
    private final List<ManagedChannel> channels = new ArrayList<>();

    @BeforeAll
    static void startOneMember() {
        cluster = TestCluster.running(directory, 1);
        member = cluster.configured(cluster.ids().get(0));
        timer = Executors.newSingleThreadScheduledExecutor();
    }

    @AfterAll
    static void stop() {
        timer.shutdownNow();
        cluster.close();
    }

    @AfterEach
    void closeChannels() {
        channels.forEach(ManagedChannel::shutdownNow);
        cluster.assertNoFaults();
    }

    @Test
    void peerPortRefusesAMemberOfTheSameAuthorityThatIsNotInTheGroup() {
        assertThatThrownBy(() -> sign(strangersTls(cluster.authority, TestCluster.CLUSTER_ID)))
                .hasCauseInstanceOf(PeerCallException.class)
                .hasMessageContaining("PERMISSION_DENIED")
                .hasMessageContaining(STRANGER.toString());
    }

    @Test
    void peerPortRefusesACertificateOfAnotherAuthority() {
        assertThatThrownBy(() -> sign(strangersTls(new TestAuthority("other CA"), TestCluster.CLUSTER_ID)))
                .hasCauseInstanceOf(PeerCallException.class)
                .hasMessageContaining("UNAVAILABLE");
    }

    /** gRPC tells neither side why a connection fails. */
    @Test
    void whoeverRefusesACertificateIsToldWhoseItWas() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        MemberSettings.Tls files =
                new TestAuthority("other CA").issue(directory.resolve("told"), STRANGER, TestCluster.CLUSTER_ID);
        MemberTls tls = MemberTls.load(
                strangersSettings(files, TestCluster.CLUSTER_ID),
                "127.0.0.1",
                Clock.systemUTC(),
                (fault, detail) -> told.add(fault + " " + detail));

        assertThatThrownBy(() -> sign(tls)).isInstanceOf(Exception.class);

        assertThat(told)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .startsWith("IDENTITY_MISMATCH ")
                        .contains(
                                member.id().toString(),
                                " is refused by this member of cluster " + TestCluster.CLUSTER_ID));
    }

    @Test
    void portsRefuseACertificateOfAnotherClusterOfTheSameAuthority() throws SSLException {
        MemberSettings.Tls files = cluster.authority.issue(directory.resolve("stranger"), member.id(), "other-cluster");
        SslContext context = GrpcSslContexts.forClient()
                .keyManager(files.certificate().toFile(), files.key().toFile())
                .trustManager(files.ca().toFile())
                .build();

        for (int port : List.of(member.raftPort(), member.peerPort())) {
            ManagedChannel channel =
                    track(NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(context));

            assertStatus(Status.Code.UNAVAILABLE, () -> requestVote(channel, member.id(), member.id()));
        }
    }

    @Test
    void portsRefusePlaintext() {
        for (int port : List.of(member.raftPort(), member.peerPort())) {
            ManagedChannel plain =
                    track(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext());

            assertStatus(Status.Code.UNAVAILABLE, () -> requestVote(plain, member.id(), member.id()));
        }
    }

    @Test
    void raftPortRefusesAMemberThatIsNotInTheGroup() throws Exception {
        ManagedChannel channel = raftChannel(strangersTls(cluster.authority, TestCluster.CLUSTER_ID));

        assertStatus(Status.Code.PERMISSION_DENIED, () -> requestVote(channel, STRANGER, member.id()));
    }

    @Test
    void raftPortRefusesAMessageInAnothersName() throws Exception {
        ManagedChannel channel = raftChannel(ownTls());

        assertStatus(Status.Code.PERMISSION_DENIED, () -> requestVote(channel, STRANGER, member.id()));
    }

    @Test
    void raftPortRefusesAMessageToAnother() throws Exception {
        ManagedChannel channel = raftChannel(ownTls());

        assertStatus(Status.Code.PERMISSION_DENIED, () -> requestVote(channel, member.id(), STRANGER));
    }

    @Test
    void raftPortPassesAMembersMessageOnToRatis() throws Exception {
        ManagedChannel channel = raftChannel(ownTls());

        // Ratis' own refusal: the request is of no group.
        assertStatus(Status.Code.INTERNAL, () -> requestVote(channel, member.id(), member.id()));
    }

    @Test
    void raftPortDoesNotKnowRatisAdminService() throws Exception {
        ManagedChannel channel = raftChannel(ownTls());

        assertStatus(
                Status.Code.UNIMPLEMENTED,
                () -> AdminProtocolServiceGrpc.newBlockingStub(channel)
                        .groupList(GroupListRequestProto.getDefaultInstance()));
    }

    /** As a leader that was frozen sends it: Ratis answers that it is no leader, and takes its group all the same. */
    @Test
    void raftPortTakesNoGroupFromALeaderOfAnEarlierTerm() throws Exception {
        GroupConfiguration before = cluster.leader().group();
        InstallSnapshotRequestProto late = InstallSnapshotRequestProto.newBuilder()
                .setServerRequest(RaftRpcRequestProto.newBuilder()
                        .setRequestorId(ByteString.copyFromUtf8(member.id().toString()))
                        .setReplyId(ByteString.copyFromUtf8(member.id().toString()))
                        .setRaftGroupId(RaftGroupIdProto.newBuilder()
                                .setId(GroupLayout.groupId(TestCluster.CLUSTER_ID)
                                        .toByteString())))
                .setLeaderTerm(0)
                .setSnapshotChunk(SnapshotChunkProto.newBuilder().setTermIndex(TermIndexProto.getDefaultInstance()))
                .setLastRaftConfigurationLogEntryProto(LogEntryProto.newBuilder()
                        .setIndex(0)
                        .setConfigurationEntry(RaftConfigurationProto.newBuilder()
                                .addPeers(GroupLayout.peer(member).getRaftPeerProto())
                                .addPeers(GroupLayout.peer(new MemberSettings.Member(STRANGER, "127.0.0.1", 1, 2))
                                        .getRaftPeerProto())))
                .build();
        CompletableFuture<InstallSnapshotReplyProto> answer = new CompletableFuture<>();

        RaftServerProtocolServiceGrpc.newStub(raftChannel(ownTls()))
                .installSnapshot(new StreamObserver<>() {
                    @Override
                    public void onNext(InstallSnapshotReplyProto reply) {
                        answer.complete(reply);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                })
                .onNext(late);

        assertThat(answer)
                .failsWithin(TestCluster.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("FAILED_PRECONDITION");
        assertThat(cluster.leader().group()).isEqualTo(before);
    }

    private static RequestVoteReplyProto requestVote(ManagedChannel channel, MemberId from, MemberId to) {
        RaftRpcRequestProto envelope = RaftRpcRequestProto.newBuilder()
                .setRequestorId(ByteString.copyFromUtf8(from.toString()))
                .setReplyId(ByteString.copyFromUtf8(to.toString()))
                .build();
        return RaftServerProtocolServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .requestVote(RequestVoteRequestProto.newBuilder()
                        .setServerRequest(envelope)
                        .build());
    }

    private static void assertStatus(Status.Code expected, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(expected));
    }

    private static byte[] sign(MemberTls tls) throws MemberFaultException {
        try (PeerClients clients =
                new PeerClients(strangersSettings(null, TestCluster.CLUSTER_ID), tls, Runnable::run, timer)) {
            return clients.sign(member.id(), new byte[1], DEADLINE).join();
        }
    }

    private ManagedChannel raftChannel(MemberTls tls) throws SSLException {
        SslContext context = tls.forChannelTo(member.id());
        return track(
                NettyChannelBuilder.forAddress("127.0.0.1", member.raftPort()).sslContext(context));
    }

    private ManagedChannel track(NettyChannelBuilder builder) {
        ManagedChannel channel = builder.build();
        channels.add(channel);
        return channel;
    }

    private static MemberTls ownTls() throws MemberFaultException {
        return MemberTls.load(cluster.settings(member.id()), "127.0.0.1", Clock.systemUTC(), (fault, detail) -> {});
    }

    private static MemberTls strangersTls(TestAuthority authority, String clusterId) throws MemberFaultException {
        MemberSettings.Tls files = authority.issue(directory.resolve("stranger"), STRANGER, clusterId);
        return MemberTls.load(
                strangersSettings(files, clusterId), "127.0.0.1", Clock.systemUTC(), (fault, detail) -> {});
    }

    private static MemberSettings strangersSettings(MemberSettings.Tls files, String clusterId) {
        MemberSettings.Member stranger = new MemberSettings.Member(STRANGER, "127.0.0.1", 1, 2);
        return new MemberSettings(
                clusterId,
                STRANGER,
                "127.0.0.1",
                List.of(stranger, member),
                directory.resolve("x"),
                files,
                MemberSettings.Timeouts.LAN,
                false);
    }
}
