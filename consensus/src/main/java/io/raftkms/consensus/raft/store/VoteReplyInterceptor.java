package io.raftkms.consensus.raft.store;

import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;

/**
 * Forces the vote's directory before the answer to a candidate leaves. Ratis has written the vote by then, on the thread
 * that sends; if the force fails the answer is not sent.
 */
final class VoteReplyInterceptor implements ServerInterceptor {
    private static final String REQUEST_VOTE =
            RaftServerProtocolServiceGrpc.getRequestVoteMethod().getFullMethodName();

    private final VoteDirectoryForce force;

    VoteReplyInterceptor(VoteDirectoryForce force) {
        this.force = force;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (!call.getMethodDescriptor().getFullMethodName().equals(REQUEST_VOTE)) {
            return next.startCall(call, headers);
        }
        return next.startCall(
                new SimpleForwardingServerCall<Q, R>(call) {
                    @Override
                    public void sendMessage(R reply) {
                        force.force();
                        super.sendMessage(reply);
                    }
                },
                headers);
    }
}
