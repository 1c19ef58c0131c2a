package io.raftkms.consensus.raft;

import java.util.function.BooleanSupplier;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/** Refuses a leader's call to stand at once, which would raise the term for an election that cannot be won. */
final class CandidacyInterceptor implements ServerInterceptor {
    private static final String STAND =
            RaftServerProtocolServiceGrpc.getStartLeaderElectionMethod().getFullMethodName();

    private final BooleanSupplier stands;

    CandidacyInterceptor(BooleanSupplier stands) {
        this.stands = stands;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (stands.getAsBoolean()
                || !call.getMethodDescriptor().getFullMethodName().equals(STAND)) {
            return next.startCall(call, headers);
        }
        call.close(Status.FAILED_PRECONDITION.withDescription("does not stand for election"), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
