package io.raftkms.consensus.raft;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a call that would put an older group in place of the own one, before Ratis sees the message: {@link KnownGroups}
 * has the table. Works within the turn of {@link OneAtATimeInterceptor}, so that nothing comes between look and delivery.
 * The leader, if it still is one, calls again.
 */
final class GroupInterceptor implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(GroupInterceptor.class);

    private final KnownGroups groups;

    GroupInterceptor(KnownGroups groups) {
        this.groups = groups;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean ended;

            @Override
            public void onMessage(Q message) {
                if (ended) {
                    return;
                }
                if (message instanceof InstallSnapshotRequestProto install && !groups.mayInstall(install)) {
                    ended = true;
                    LOG.warn(
                            "a snapshot of term {} came with the group of entry {}, which is not the newest: not taken",
                            install.getLeaderTerm(),
                            install.getLastRaftConfigurationLogEntryProto().getIndex());
                    call.close(Status.FAILED_PRECONDITION.withDescription("an older term or group"), new Metadata());
                    return;
                }
                if (message instanceof AppendEntriesRequestProto append) {
                    groups.sent(append.getEntriesList());
                }
                super.onMessage(message);
                if (message instanceof AppendEntriesRequestProto append) {
                    groups.countAgain(append);
                }
            }

            /** The service would end a call that has ended. */
            @Override
            public void onHalfClose() {
                if (!ended) {
                    super.onHalfClose();
                }
            }
        };
    }
}
