package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.PeerCallException;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.ClientCall;
import org.apache.ratis.thirdparty.io.grpc.ConnectivityState;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ClientCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.apache.ratis.thirdparty.io.netty.channel.ChannelOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one other member's peer port, kept up whether it is used or not: a signing request must not wait
 * for a handshake. gRPC waits a second before it connects again, then longer each time, up to two minutes; here it goes
 * by {@link ReconnectPace}: decision 0060.
 */
final class PeerChannel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerChannel.class);

    private static final int CONNECT_MILLIS = 1000;

    /** gRPC's minimum; with it comes a TCP user timeout of the second value where the system has one. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 2;
    private static final long CLOSE_SECONDS = 2;

    private final MemberSettings.Member member;
    private final ManagedChannel channel;
    private final ScheduledExecutorService timer;
    private final ReconnectPace pace = new ReconnectPace();

    PeerChannel(MemberSettings.Member member, MemberTls tls, Executor executor, ScheduledExecutorService timer)
            throws SSLException {
        this.member = member;
        this.timer = timer;
        this.channel = NettyChannelBuilder.forTarget(HostPort.of(member.host(), member.peerPort()))
                .sslContext(tls.forChannelTo(member.id()))
                .proxyDetector(address -> null)
                .disableRetry()
                .idleTimeout(Long.MAX_VALUE, TimeUnit.DAYS)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .maxInboundMessageSize(PeerMethods.MAX_MESSAGE_BYTES)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .executor(executor)
                .build();
        keepConnected();
    }

    /** One unary call; cancelling the future cancels it on the other side too. */
    CompletableFuture<byte[]> call(MethodDescriptor<byte[], byte[]> method, byte[] request, Duration deadline) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
        ClientCall<byte[], byte[]> call = channel.newCall(method, options);
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(call, request, new Reply(reply));
        reply.whenComplete((bytes, failure) -> {
            if (reply.isCancelled()) {
                call.cancel("given up", null);
            }
        });
        return reply;
    }

    /** By the thread that makes it, then one look after the other: each asks for the next as the last thing it does. */
    private void keepConnected() {
        ConnectivityState state = channel.getState(true);
        if (state == ConnectivityState.READY) {
            pace.connected();
        }
        switch (state) {
            case SHUTDOWN -> {}
            case TRANSIENT_FAILURE -> later(pace.next(), this::reconnect);
            default -> channel.notifyWhenStateChanged(state, this::keepConnected);
        }
    }

    /**
     * Looks again by itself: a channel stays in its failure while it connects anew, so a vain attempt is no change of
     * state that anybody would be told of.
     */
    private void reconnect() {
        channel.resetConnectBackoff();
        keepConnected();
    }

    private void later(Duration wait, Runnable task) {
        try {
            timer.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing: {} is not connected to any more", member.id());
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it leads. */
    MemberSettings.Member member() {
        return member;
    }

    private final class Reply implements StreamObserver<byte[]> {
        private final CompletableFuture<byte[]> future;

        Reply(CompletableFuture<byte[]> future) {
            this.future = future;
        }

        @Override
        public void onNext(byte[] bytes) {
            future.complete(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            future.completeExceptionally(new PeerCallException(
                    "No reply from " + member.id() + ": " + failure.getMessage(),
                    failure,
                    CallerInterceptor.groupWithout(failure)));
        }

        @Override
        public void onCompleted() {
            // The reply came with onNext; gRPC reports a missing one as an error.
        }
    }
}
