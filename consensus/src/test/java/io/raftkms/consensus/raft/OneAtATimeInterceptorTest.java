package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One append with entries is held up inside of the service; what of the rest gets to the service meanwhile. */
class OneAtATimeInterceptorTest {
    private static final AppendEntriesRequestProto ENTRIES = AppendEntriesRequestProto.newBuilder()
            .addEntries(LogEntryProto.getDefaultInstance())
            .build();

    private final OneAtATimeInterceptor interceptor = new OneAtATimeInterceptor();
    private final BlockingQueue<Object> delivered = new LinkedBlockingQueue<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private CompletableFuture<Void> append;

    @BeforeEach
    void holdUpAnAppend() throws InterruptedException {
        ServerCall.Listener<AppendEntriesRequestProto> stream = interceptor.interceptCall(
                new Call<>(RaftServerProtocolServiceGrpc.getAppendEntriesMethod()),
                new Metadata(),
                (call, headers) -> new ServerCall.Listener<>() {
                    @Override
                    public void onMessage(AppendEntriesRequestProto message) {
                        held.countDown();
                        awaitRelease();
                        delivered.add("append");
                    }
                });
        append = CompletableFuture.runAsync(() -> stream.onMessage(ENTRIES));
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void letItGo() {
        release.countDown();
        append.join();
    }

    @Test
    void aHeartbeatPasses() {
        listener(RaftServerProtocolServiceGrpc.getAppendEntriesMethod())
                .onMessage(AppendEntriesRequestProto.getDefaultInstance());

        assertThat(delivered).containsExactly("appendEntries");
    }

    @Test
    void aVoteWaits() throws InterruptedException {
        ServerCall.Listener<RequestVoteRequestProto> vote =
                listener(RaftServerProtocolServiceGrpc.getRequestVoteMethod());
        assertWaits(() -> {
            vote.onMessage(RequestVoteRequestProto.getDefaultInstance());
            delivered.clear();
            vote.onHalfClose();
        });
        assertThat(delivered).containsExactly("append", "requestVote end");
    }

    @Test
    void aCallToStandWaits() throws InterruptedException {
        ServerCall.Listener<StartLeaderElectionRequestProto> stand =
                listener(RaftServerProtocolServiceGrpc.getStartLeaderElectionMethod());
        assertWaits(stand::onHalfClose);
        assertThat(delivered).containsExactly("append", "startLeaderElection end");
    }

    @Test
    void aSnapshotWaits() throws InterruptedException {
        ServerCall.Listener<InstallSnapshotRequestProto> install =
                listener(RaftServerProtocolServiceGrpc.getInstallSnapshotMethod());
        assertWaits(() -> install.onMessage(InstallSnapshotRequestProto.getDefaultInstance()));
        assertThat(delivered).containsExactly("append", "installSnapshot");
    }

    @Test
    void anAppendOfAnotherStreamWaits() throws InterruptedException {
        ServerCall.Listener<AppendEntriesRequestProto> other =
                listener(RaftServerProtocolServiceGrpc.getAppendEntriesMethod());
        assertWaits(() -> other.onMessage(ENTRIES));
        assertThat(delivered).containsExactly("append", "appendEntries");
    }

    private void assertWaits(Runnable delivery) throws InterruptedException {
        Thread caller = new Thread(delivery, "caller");
        caller.start();
        TestCluster.patiently().until(() -> caller.getState() == Thread.State.WAITING);
        assertThat(delivered).isEmpty();

        release.countDown();

        caller.join(TestCluster.PATIENCE.toMillis());
        append.join();
    }

    private <Q, R> ServerCall.Listener<Q> listener(MethodDescriptor<Q, R> method) {
        return interceptor.interceptCall(
                new Call<>(method), new Metadata(), (call, headers) -> new ServerCall.Listener<>() {
                    @Override
                    public void onMessage(Q message) {
                        delivered.add(method.getBareMethodName());
                    }

                    @Override
                    public void onHalfClose() {
                        delivered.add(method.getBareMethodName() + " end");
                    }
                });
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A call of a method; nobody listens to its answer. */
    private static final class Call<Q, R> extends ServerCall<Q, R> {
        private final MethodDescriptor<Q, R> method;

        Call(MethodDescriptor<Q, R> method) {
            this.method = method;
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(R message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Q, R> getMethodDescriptor() {
            return method;
        }
    }
}
