package io.raftkms.signer.admin;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin side: commands and reports on a unix socket that only its owner may open, and a read-only part of it over
 * HTTP on loopback. What can be asked is in {@link AdminRoutes}.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final long START_SECONDS = 10;
    private static final long CLOSE_SECONDS = 2;
    private static final int IDLE_SECONDS = 60;
    private static final int MAX_LINE = 2048;

    private final Vertx vertx;
    private final AdminRoutes routes;
    private final List<HttpServer> servers = new ArrayList<>();
    private Optional<SocketFile> socketFile = Optional.empty();

    /**
     * @param vertx stays open when this is closed
     */
    public AdminServer(Vertx vertx, ClusterView view, LedgerCommands commands, MetricRegistry metrics) {
        this(vertx, view, commands, metrics, List.of());
    }

    /**
     * @param groups more routes of the socket
     */
    public AdminServer(
            Vertx vertx,
            ClusterView view,
            LedgerCommands commands,
            MetricRegistry metrics,
            List<RouteGroup> groups) {
        this.vertx = vertx;
        this.routes = new AdminRoutes(vertx, view, commands, metrics, groups);
    }

    /**
     * Opens the read side.
     *
     * @return the port
     * @throws CommandException if the port is taken, or the address is none of this host
     */
    public int listenHttp(String host, int port) {
        try {
            return listen(routes.readOnly(), SocketAddress.inetSocketAddress(port, host))
                    .actualPort();
        } catch (IOException e) {
            boolean inUse = String.valueOf(e.getMessage()).contains("in use");
            throw new CommandException(
                    inUse ? MessageCode.PORT_IN_USE : MessageCode.ADDRESS_UNUSABLE,
                    "HTTP port " + host + ":" + port + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * Opens the write side. A socket that nobody listens on any more is replaced.
     *
     * @throws CommandException if the socket cannot be made, or somebody listens on it
     */
    public void listenSocket(Path socket) {
        SocketFile file = new SocketFile(socket);
        try {
            file.open(path -> listen(routes.all(), SocketAddress.domainSocketAddress(path.toString())));
            socketFile = Optional.of(file);
        } catch (IOException e) {
            throw new CommandException(MessageCode.SOCKET_IN_USE, socket + ": " + e.getMessage(), e);
        }
    }

    private HttpServer listen(Router router, SocketAddress address) throws IOException {
        HttpServerOptions options =
                new HttpServerOptions().setMaxInitialLineLength(MAX_LINE).setIdleTimeout(IDLE_SECONDS);
        HttpServer server = vertx.createHttpServer(options).requestHandler(router);
        await(server.listen(address), START_SECONDS);
        servers.add(server);
        return server;
    }

    private static void await(Future<?> future, long seconds) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("not done within " + seconds + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Closes both sides and removes the socket file. */
    @Override
    public void close() {
        try {
            if (socketFile.isPresent()) {
                socketFile.get().delete();
            }
            for (HttpServer server : servers) {
                await(server.close(), CLOSE_SECONDS);
            }
        } catch (IOException e) {
            LOG.warn("the admin side did not close cleanly: {}", e.getMessage());
        }
    }
}
