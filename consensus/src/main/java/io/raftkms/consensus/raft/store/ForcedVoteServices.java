package io.raftkms.consensus.raft.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
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
    private final GrpcServices services;
    private final ElectionParts parts;
    private final StillAsks stillAsks;

    /** Whether the election of this request goes on. */
    @FunctionalInterface
    interface StillAsks {
        boolean forVote(RequestVoteRequestProto request) throws IOException;
    }

    ForcedVoteServices(GrpcServices services, ElectionParts parts, StillAsks stillAsks) {
        this.services = services;
        this.parts = parts;
        this.stillAsks = stillAsks;
    }

    /** Ratis' own services of a server that was built with {@link ForcedVoteRpc}. */
    public static GrpcServices within(RaftServer server) {
        return ((ForcedVoteServices) server.getServerRpc()).services;
    }

    /**
     * A pre-vote promises nothing, so it need not wait. A member that does not stand asks nobody, and neither does one
     * whose vote file does not say on the disk that it votes for itself.
     *
     * <p>A connection that could not be made ends all calls at once until gRPC tries again, after up to two minutes; a
     * voter that has come back meanwhile would not be asked. So a voter that was away in an earlier election is asked
     * once more, over a new connection: decision 0060. Being asked twice means nothing more to it than being asked once.
     */
    @Override
    public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
        mustStand();
        if (!request.getPreVote()) {
            mustHaveVoted(request);
        }
        RaftPeerId voter = RaftPeerId.valueOf(request.getServerRequest().getReplyId());
        try {
            return asked(voter, request);
        } catch (StatusRuntimeException failed) {
            if (failed.getStatus().getCode() != Status.Code.UNAVAILABLE
                    || !parts.away().wasAwayBefore(voter)
                    || isOver(request)) {
                throw failed;
            }
            services.handleException(voter, failed, true);
            mustStand();
            return asked(voter, request);
        }
    }

    /**
     * Ratis interrupts those that ask when an election ends, before anybody leads. On the connections of a leader are
     * its entries: those must not be dropped.
     */
    private boolean isOver(RequestVoteRequestProto request) throws IOException {
        return Thread.currentThread().isInterrupted() || !stillAsks.forVote(request);
    }

    private RequestVoteReplyProto asked(RaftPeerId voter, RequestVoteRequestProto request) throws IOException {
        RequestVoteReplyProto reply = services.requestVote(request);
        parts.away().isThere(voter);
        if (!request.getPreVote() && reply.getServerReply().getSuccess()) {
            parts.granted().granted(voter, request.getCandidateTerm());
        }
        return reply;
    }

    private void mustHaveVoted(RequestVoteRequestProto request) throws IOException {
        String self = request.getServerRequest().getRequestorId().toStringUtf8();
        if (!parts.force().forceVote(request.getCandidateTerm(), self)) {
            throw new IOException("the vote file does not say that this member votes for itself in term "
                    + request.getCandidateTerm());
        }
    }

    private void mustStand() throws IOException {
        if (!parts.stands().getAsBoolean()) {
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
