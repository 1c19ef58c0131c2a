package io.raftkms.consensus.raft.store;

import java.io.IOException;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.util.ProtoUtils;

/** Builds Ratis' own gRPC services and appenders, with {@link ForcedVoteServices} in front. */
final class ForcedVoteFactory extends GrpcFactory {
    private final ElectionParts parts;

    ForcedVoteFactory(Parameters parameters, ElectionParts parts) {
        super(intercepted(parameters, parts.force()));
        this.parts = parts;
    }

    private static Parameters intercepted(Parameters parameters, VoteDirectoryForce force) {
        GrpcServices.Customizer inner = GrpcConfigKeys.Server.servicesCustomizer(parameters);
        GrpcServices.Customizer own = inner == null ? GrpcServices.Customizer.getDefaultInstance() : inner;
        VoteReplyInterceptor interceptor = new VoteReplyInterceptor(force);
        GrpcConfigKeys.Server.setServicesCustomizer(
                parameters, (builder, types) -> own.customize(builder, types).intercept(interceptor));
        return parameters;
    }

    @Override
    public GrpcServices newRaftServerRpc(RaftServer server) {
        return new ForcedVoteServices(super.newRaftServerRpc(server), parts, request -> goesOn(server, request));
    }

    /** False once this member leads, or the term of the request is over. */
    private static boolean goesOn(RaftServer server, RequestVoteRequestProto request) throws IOException {
        DivisionInfo info = server.getDivision(
                        ProtoUtils.toRaftGroupId(request.getServerRequest().getRaftGroupId()))
                .getInfo();
        return !info.isLeader() && info.getCurrentTerm() == request.getCandidateTerm();
    }

    /** Ratis' appender wants its own class of services: it gets the one within. */
    @Override
    public LogAppender newLogAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
        return new GrpcLogAppender(server, state, follower) {
            @Override
            public GrpcServicesImpl getServerRpc() {
                return (GrpcServicesImpl) ForcedVoteServices.within(getServer().getRaftServer());
            }
        };
    }
}
