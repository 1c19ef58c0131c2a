package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.CallerInterceptor;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * Passes a Raft message on only if it is from the member whose certificate the connection has, and to this member.
 * Ratis counts an acknowledgement for the member that it meant to ask, whoever answered: with a wrong address in one
 * member's configuration a single disk could count twice towards a majority.
 */
final class AddresseeInterceptor implements ServerInterceptor {
    private final ByteString self;

    AddresseeInterceptor(MemberId self) {
        this.self = ByteString.copyFromUtf8(self.toString());
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        ByteString caller =
                ByteString.copyFromUtf8(CallerInterceptor.CALLER.get().toString());
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                RaftRpcRequestProto envelope = envelope(message);
                if (envelope.getRequestorId().equals(caller)
                        && envelope.getReplyId().equals(self)) {
                    super.onMessage(message);
                } else if (!refused) {
                    refused = true;
                    call.close(
                            Status.PERMISSION_DENIED.withDescription("not from its sender, or not to this member"),
                            new Metadata());
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    /** Empty, and so refused, for a message that Raft does not send. */
    private static RaftRpcRequestProto envelope(Object message) {
        if (message instanceof AppendEntriesRequestProto append) {
            return append.getServerRequest();
        }
        if (message instanceof RequestVoteRequestProto vote) {
            return vote.getServerRequest();
        }
        if (message instanceof InstallSnapshotRequestProto install) {
            return install.getServerRequest();
        }
        if (message instanceof StartLeaderElectionRequestProto election) {
            return election.getServerRequest();
        }
        if (message instanceof ReadIndexRequestProto read) {
            return read.getServerRequest();
        }
        return RaftRpcRequestProto.getDefaultInstance();
    }
}
