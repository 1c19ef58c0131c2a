package io.raftkms.consensus.raft.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.RaftServerAsynchronousProtocol;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;

/**
 * Ratis' gRPC services, which ask for votes only after the own vote's directory is forced, tell who gave one, and do not
 * take a connection's word that a voter is away. All else goes through.
 */
public final class ForcedVoteServices implements GrpcServices {
    /** Longer than pre-vote and vote take, shorter than gRPC's first pause. */
    static final Duration SAME_ELECTION = Duration.ofMillis(500);

    private final GrpcServices services;
    private final VoteDirectoryForce force;
    private final BooleanSupplier stands;
    private final GrantedVotes granted;
    private final LongSupplier nanoTime;
    private final Map<RaftPeerId, Long> awaySince = new ConcurrentHashMap<>();

    ForcedVoteServices(
            GrpcServices services,
            VoteDirectoryForce force,
            BooleanSupplier stands,
            GrantedVotes granted,
            LongSupplier nanoTime) {
        this.services = services;
        this.force = force;
        this.stands = stands;
        this.granted = granted;
        this.nanoTime = nanoTime;
    }

    /** Ratis' own services of a server that was built with {@link ForcedVoteRpc}. */
    public static GrpcServices within(RaftServer server) {
        return ((ForcedVoteServices) server.getServerRpc()).services;
    }

    /**
     * A pre-vote promises nothing, so it need not wait. A member that does not stand asks nobody.
     *
     * <p>A connection that could not be made ends all calls at once until gRPC tries again, after up to two minutes; a
     * voter that has come back meanwhile would not be asked. So a voter that was away in an earlier election is asked
     * once more, over a new connection: decision 0060. Being asked twice means nothing more to it than being asked once.
     */
    @Override
    public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
        mustStand();
        if (!request.getPreVote()) {
            force.force();
        }
        RaftPeerId voter = RaftPeerId.valueOf(request.getServerRequest().getReplyId());
        try {
            return asked(voter, request);
        } catch (StatusRuntimeException failed) {
            if (failed.getStatus().getCode() != Status.Code.UNAVAILABLE || !wasAwayBefore(voter)) {
                throw failed;
            }
            services.handleException(voter, failed, true);
            mustStand();
            return asked(voter, request);
        }
    }

    private RequestVoteReplyProto asked(RaftPeerId voter, RequestVoteRequestProto request) throws IOException {
        RequestVoteReplyProto reply = services.requestVote(request);
        awaySince.remove(voter);
        if (!request.getPreVote() && reply.getServerReply().getSuccess()) {
            granted.granted(voter, request.getCandidateTerm());
        }
        return reply;
    }

    /** The leader that has just died is not asked twice: that would cost the election time in which it matters. */
    private boolean wasAwayBefore(RaftPeerId voter) {
        long now = nanoTime.getAsLong();
        Long since = awaySince.putIfAbsent(voter, now);
        if (since == null || now - since < SAME_ELECTION.toNanos()) {
            return false;
        }
        awaySince.put(voter, now);
        return true;
    }

    private void mustStand() throws IOException {
        if (!stands.getAsBoolean()) {
            throw new IOException("this member does not stand for election");
        }
    }

    @Override
    public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) throws IOException {
        return services.appendEntries(request);
    }

    @Override
    public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) throws IOException {
        return services.installSnapshot(request);
    }

    @Override
    public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
            throws IOException {
        return services.startLeaderElection(request);
    }

    @Override
    public RaftServerAsynchronousProtocol async() {
        return services.async();
    }

    @Override
    public void start() throws IOException {
        services.start();
    }

    @Override
    public InetSocketAddress getInetSocketAddress() {
        return services.getInetSocketAddress();
    }

    @Override
    public InetSocketAddress getClientServerAddress() {
        return services.getClientServerAddress();
    }

    @Override
    public InetSocketAddress getAdminServerAddress() {
        return services.getAdminServerAddress();
    }

    @Override
    public void handleException(RaftPeerId serverId, Exception exception, boolean reconnect) {
        services.handleException(serverId, exception, reconnect);
    }

    @Override
    public void notifyNotLeader(RaftGroupId groupId) {
        services.notifyNotLeader(groupId);
    }

    @Override
    public void addRaftPeers(Collection<RaftPeer> peers) {
        services.addRaftPeers(peers);
    }

    @Override
    public RpcType getRpcType() {
        return services.getRpcType();
    }

    @Override
    public void close() throws IOException {
        services.close();
    }
}
