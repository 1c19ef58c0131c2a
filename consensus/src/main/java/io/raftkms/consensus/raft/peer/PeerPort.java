package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.PeerHandler;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.ratis.thirdparty.io.grpc.Context;
import org.apache.ratis.thirdparty.io.grpc.Deadline;
import org.apache.ratis.thirdparty.io.grpc.Server;
import org.apache.ratis.thirdparty.io.grpc.ServerServiceDefinition;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ServerCallStreamObserver;
import org.apache.ratis.thirdparty.io.grpc.stub.ServerCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the other members' {@code Sign}, status and hello calls. A server of its own beside Raft's, up before Raft is and
 * until after it: a member that starts or stops can still say so. A call needs a deadline; when it passes or the caller
 * gives up, the handler's future is cancelled and its result dropped.
 */
public final class PeerPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerPort.class);

    /** Callers probe an idle connection every 10 s; twice as often is tolerated. */
    private static final long KEEP_ALIVE_TOLERATED_SECONDS = 5;

    private static final long CLOSE_SECONDS = 2;

    private final Server server;

    private PeerPort(Server server) {
        this.server = server;
    }

    /**
     * Binds the port and answers from now on.
     *
     * @param hello answers a hello of the caller
     * @param executor runs the handlers
     */
    public static PeerPort open(
            PortBinding port,
            MemberTls tls,
            Roster roster,
            PeerHandler handler,
            BiFunction<MemberId, byte[], CompletableFuture<byte[]>> hello,
            Executor executor)
            throws MemberFaultException {
        try {
            Server server = PortLimits.on(
                            NettyServerBuilder.forAddress(new InetSocketAddress(port.host(), port.port())))
                    .sslContext(tls.forPort())
                    .maxInboundMessageSize(PeerMethods.MAX_MESSAGE_BYTES)
                    .permitKeepAliveTime(KEEP_ALIVE_TOLERATED_SECONDS, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .executor(executor)
                    .intercept(new CallerInterceptor(roster))
                    .addService(service(handler, roster, hello))
                    .build();
            return new PeerPort(server.start());
        } catch (IOException e) {
            throw port.failed(e);
        }
    }

    private static ServerServiceDefinition service(
            PeerHandler handler, Roster roster, BiFunction<MemberId, byte[], CompletableFuture<byte[]>> hello) {
        return ServerServiceDefinition.builder(PeerMethods.SERVICE)
                .addMethod(
                        PeerMethods.SIGN,
                        ServerCalls.asyncUnaryCall((request, reply) -> sign(handler, roster, request, reply)))
                .addMethod(
                        PeerMethods.STATUS,
                        ServerCalls.asyncUnaryCall((request, reply) -> answer(handler::status, request, reply)))
                .addMethod(
                        PeerMethods.HELLO,
                        ServerCalls.asyncUnaryCall((request, reply) ->
                                answer((caller, bytes, deadline) -> hello.apply(caller, bytes), request, reply)))
                .build();
    }

    private static void sign(PeerHandler handler, Roster roster, byte[] request, StreamObserver<byte[]> reply) {
        MemberId caller = CallerInterceptor.CALLER.get();
        if (!roster.maySign(caller)) {
            reply.onError(Status.PERMISSION_DENIED
                    .withDescription(caller + " has no vote here and may not ask to sign")
                    .asRuntimeException());
            return;
        }
        answer(handler::sign, request, reply);
    }

    @FunctionalInterface
    private interface Call {
        CompletableFuture<byte[]> answer(MemberId caller, byte[] request, Duration deadline);
    }

    private static void answer(Call call, byte[] request, StreamObserver<byte[]> reply) {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            reply.onError(Status.INVALID_ARGUMENT
                    .withDescription("a call needs a deadline")
                    .asRuntimeException());
            return;
        }
        Duration left = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
        CompletableFuture<byte[]> answer = call.answer(CallerInterceptor.CALLER.get(), request, left);
        ServerCallStreamObserver<byte[]> observer = (ServerCallStreamObserver<byte[]>) reply;
        observer.setOnCancelHandler(() -> answer.cancel(false));
        answer.whenComplete((bytes, failure) -> finish(observer, bytes, failure));
    }

    private static void finish(ServerCallStreamObserver<byte[]> reply, byte[] bytes, Throwable failure) {
        if (reply.isCancelled()) {
            return;
        }
        if (failure != null) {
            LOG.warn("A peer's call failed here", failure);
            reply.onError(Status.INTERNAL.withDescription("failed").asRuntimeException());
            return;
        }
        reply.onNext(bytes);
        reply.onCompleted();
    }

    /** Ends all calls. */
    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
