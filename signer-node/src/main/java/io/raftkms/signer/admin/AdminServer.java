package io.raftkms.signer.admin;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.signer.cli.CommandException;
import io.raftkms.signer.cli.MessageCode;
import io.raftkms.signer.metrics.PrometheusText;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin side: commands and reports on a unix socket that only its owner may open, and a read-only part of it over
 * HTTP on loopback.
 *
 * <table>
 * <caption>Routes</caption>
 * <tr><td>GET /healthz</td><td>both</td><td>200 while the process runs</td></tr>
 * <tr><td>GET /readyz</td><td>both</td><td>200 when a vote would be signed, else 503 and the cause</td></tr>
 * <tr><td>GET /metrics</td><td>both</td><td>Prometheus text</td></tr>
 * <tr><td>GET /api/status</td><td>both</td><td>{@link ClusterReport}</td></tr>
 * <tr><td>GET /v1/state</td><td>socket</td><td>{@link LedgerReport}</td></tr>
 * <tr><td>POST /v1/state/init</td><td>socket</td><td>{@link EnrolRequest} to {@link EnrolmentReport}</td></tr>
 * <tr><td>POST /v1/state/import</td><td>socket</td><td>{@link ImportRequest} to {@link EnrolmentReport}</td></tr>
 * <tr><td>POST /v1/transfer</td><td>socket</td><td>{@link TransferRequest} to {@link TransferReport}</td></tr>
 * </table>
 *
 * An expected failure is status 409 with a {@link FailureReport}.
 */
public final class AdminServer implements AutoCloseable {
    static final int CONFLICT = 409;
    /** A state file is a few hundred bytes; base64 and JSON around it. */
    private static final long MAX_BODY = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final long START_SECONDS = 10;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int DEFECT = 500;

    private final Vertx vertx;
    private final ClusterView view;
    private final LedgerCommands commands;
    private final MetricRegistry metrics;
    private Path socketFile;

    public AdminServer(Vertx vertx, ClusterView view, LedgerCommands commands, MetricRegistry metrics) {
        this.vertx = vertx;
        this.view = view;
        this.commands = commands;
        this.metrics = metrics;
    }

    /**
     * Opens the read side.
     *
     * @throws CommandException if the port is taken, or the address is none of this host
     */
    public int listenHttp(String host, int port) {
        Router router = Router.router(vertx);
        readRoutes(router);
        try {
            HttpServer server = await(vertx.createHttpServer(new HttpServerOptions().setMaxInitialLineLength(2048))
                    .requestHandler(router)
                    .listen(port, host));
            return server.actualPort();
        } catch (IOException e) {
            boolean inUse = e.getMessage() != null && e.getMessage().contains("in use");
            throw new CommandException(
                    inUse ? MessageCode.PORT_IN_USE : MessageCode.ADDRESS_UNUSABLE,
                    "HTTP port " + host + ":" + port + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * Opens the write side. A socket file that nobody listens on any more is replaced.
     *
     * @throws CommandException if the socket cannot be made, or somebody listens on it
     */
    public void listenSocket(Path socket) {
        Router router = Router.router(vertx);
        readRoutes(router);
        router.post().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        writeRoutes(router);
        try {
            if (isAlive(socket)) {
                throw new CommandException(MessageCode.SOCKET_IN_USE, "another process listens on " + socket);
            }
            requireReplaceable(socket);
            Files.deleteIfExists(socket);
            await(vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(SocketAddress.domainSocketAddress(socket.toString())));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            socketFile = socket;
        } catch (IOException e) {
            throw new CommandException(MessageCode.SOCKET_IN_USE, socket + ": " + e.getMessage(), e);
        }
    }

    private void readRoutes(Router router) {
        router.get("/healthz").handler(context -> text(context, OK, "ok\n"));
        router.get("/readyz").handler(context -> {
            Optional<NotReady> notReady = view.notReady();
            text(
                    context,
                    notReady.isPresent() ? UNAVAILABLE : OK,
                    notReady.map(why -> "not ready: " + why.cause() + "\n").orElse("ready\n"));
        });
        router.get("/metrics")
                .handler(context -> context.response()
                        .putHeader("content-type", PrometheusText.CONTENT_TYPE)
                        .end(PrometheusText.of(metrics)));
        router.get("/api/status").handler(context -> answer(context, view.report()));
    }

    private void writeRoutes(Router router) {
        router.get("/v1/state").handler(context -> answer(context, CompletableFuture.completedFuture(view.ledger())));
        post(router, "/v1/state/init", EnrolRequest.class, commands::enrol);
        post(router, "/v1/state/import", ImportRequest.class, commands::importState);
        post(router, "/v1/transfer", TransferRequest.class, commands::transfer);
    }

    private static <T> void post(
            Router router, String path, Class<T> type, Function<T, ? extends CompletableFuture<?>> command) {
        router.post(path).handler(context -> {
            CompletableFuture<?> done;
            try {
                done = command.apply(AdminJson.read(context.body().buffer().getBytes(), type));
            } catch (RuntimeException failed) {
                done = CompletableFuture.failedFuture(failed);
            }
            answer(context, done);
        });
    }

    private static void answer(RoutingContext context, CompletableFuture<?> result) {
        result.whenComplete((value, failure) -> context.vertx().runOnContext(ignored -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof CommandException expected) {
                json(context, CONFLICT, FailureReport.of(expected));
            } else if (cause != null) {
                LOG.error("admin call {} failed", context.request().path(), cause);
                json(
                        context,
                        DEFECT,
                        new FailureReport(java.util.List.of(new FailureReport.One(
                                MessageCode.UNEXPECTED.code(), String.valueOf(cause.getMessage()), null))));
            } else {
                json(context, OK, value);
            }
        }));
    }

    private static void json(RoutingContext context, int status, Object value) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(AdminJson.bytes(value)));
    }

    private static void text(RoutingContext context, int status, String text) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain")
                .end(text);
    }

    /** A configured path may be wrong: only what a member left there is removed, never a file or directory. */
    private static void requireReplaceable(Path socket) throws IOException {
        if (!Files.isDirectory(socket.getParent())) {
            throw new IOException("there is no directory " + socket.getParent());
        }
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)
                && !Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            throw new IOException("there is something else than a socket, which is not replaced");
        }
    }

    private static boolean isAlive(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException refused) {
            return false;
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("not opened within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Closes both sides and removes the socket file. The given Vert.x stays open. */
    @Override
    public void close() {
        if (socketFile != null) {
            try {
                Files.deleteIfExists(socketFile);
            } catch (IOException e) {
                LOG.warn("cannot remove {}: {}", socketFile, e.getMessage());
            }
        }
    }
}
