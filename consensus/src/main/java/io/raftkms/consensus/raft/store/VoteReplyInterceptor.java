package io.raftkms.consensus.raft.store;

import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;

/**
 * Lets a vote leave only when the vote file has it on the disk. Ratis has written it by then, on the thread that sends,
 * and has waited for the end of the own election, if there was one.
 *
 * <table>
 * <caption>An answer to a candidate</caption>
 * <tr><td>to a pre-vote<td>leaves: it promises nothing
 * <tr><td>a refusal<td>leaves when the directory is forced, whatever the file says: it gives nothing away
 * <tr><td>the vote<td>leaves when the file names that candidate in that term, on the disk; otherwise the call fails
 * </table>
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
        VoteCall<Q, R> vote = new VoteCall<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(vote, headers)) {
            @Override
            public void onMessage(Q message) {
                vote.asked = (RequestVoteRequestProto) message;
                super.onMessage(message);
            }
        };
    }

    private final class VoteCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private volatile RequestVoteRequestProto asked;

        VoteCall(ServerCall<Q, R> call) {
            super(call);
        }

        @Override
        public void sendMessage(R reply) {
            if (!asked.getPreVote()) {
                mayLeave((RequestVoteReplyProto) reply);
            }
            super.sendMessage(reply);
        }

        private void mayLeave(RequestVoteReplyProto reply) {
            String candidate = asked.getServerRequest().getRequestorId().toStringUtf8();
            if (!reply.getServerReply().getSuccess()) {
                force.force();
            } else if (!force.forceVote(asked.getCandidateTerm(), candidate)) {
                throw new IllegalStateException("the vote file does not have the vote for " + candidate + " in term "
                        + asked.getCandidateTerm());
            }
        }
    }
}
