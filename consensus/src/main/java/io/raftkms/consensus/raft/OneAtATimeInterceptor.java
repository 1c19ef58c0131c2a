package io.raftkms.consensus.raft;

import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;

/**
 * Delivers entries, snapshots and what starts or decides an election one at a time. Ratis checks the term of an append
 * under its monitor and inserts the entries after leaving it; a vote that gets in between would promise a newer leader a
 * log in which those entries are not, and then they are acknowledged to the older one: decision 0020.
 *
 * <p>The insertion happens on the thread that delivers (with composed appends off, which {@link RatisProperties} sets);
 * the wait for the disk does not. Heartbeats insert nothing and pass.
 */
final class OneAtATimeInterceptor implements ServerInterceptor {
    /** Calls with a single message; gRPC hands them to the service when the caller is done sending. */
    private static final Set<String> ELECTIONS = Set.of(
            RaftServerProtocolServiceGrpc.getRequestVoteMethod().getFullMethodName(),
            RaftServerProtocolServiceGrpc.getStartLeaderElectionMethod().getFullMethodName());

    private final ReentrantLock turn = new ReentrantLock(true);

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        boolean election = ELECTIONS.contains(call.getMethodDescriptor().getFullMethodName());
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                if (changesTheLog(message)) {
                    inTurn(() -> super.onMessage(message));
                } else {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (election) {
                    inTurn(super::onHalfClose);
                } else {
                    super.onHalfClose();
                }
            }
        };
    }

    private static boolean changesTheLog(Object message) {
        return message instanceof InstallSnapshotRequestProto
                || (message instanceof AppendEntriesRequestProto append && append.getEntriesCount() > 0);
    }

    private void inTurn(Runnable delivery) {
        turn.lock();
        try {
            delivery.run();
        } finally {
            turn.unlock();
        }
    }
}
