package io.raftkms.signer.admin;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.metrics.PrometheusText;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be asked of a member.
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
 * The socket also has the routes of every {@link RouteGroup}.
 *
 * An expected failure is status 409 with a {@link FailureReport}, a body that is none of the route's 400 with one.
 */
final class AdminRoutes {
    static final int BAD_BODY = 400;
    static final int CONFLICT = 409;
    /** A state file is a few hundred bytes; base64 and JSON around it. */
    static final long MAX_BODY = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);
    private static final int OK = 200;
    private static final int DEFECT = 500;
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final ClusterView view;
    private final LedgerCommands commands;
    private final MetricRegistry metrics;
    private final List<RouteGroup> groups;

    AdminRoutes(
            Vertx vertx,
            ClusterView view,
            LedgerCommands commands,
            MetricRegistry metrics,
            List<RouteGroup> groups) {
        this.vertx = vertx;
        this.view = view;
        this.commands = commands;
        this.metrics = metrics;
        this.groups = List.copyOf(groups);
    }

    /** What changes nothing. */
    Router readOnly() {
        Router router = Router.router(vertx);
        router.route().failureHandler(AdminRoutes::failed);
        router.get("/healthz").handler(context -> text(context, OK, "ok\n"));
        router.get("/readyz").handler(this::ready);
        router.get("/metrics")
                .handler(context -> context.response()
                        .putHeader("content-type", PrometheusText.CONTENT_TYPE)
                        .end(PrometheusText.of(metrics)));
        router.get("/api/status").handler(context -> answer(context, view.report()));
        return router;
    }

    /** All of it. */
    Router all() {
        Router router = readOnly();
        router.get("/v1/state").handler(context -> answer(context, CompletableFuture.completedFuture(view.ledger())));
        router.post().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        post(router, "/v1/state/init", EnrolRequest.class, commands::enrol);
        post(router, "/v1/state/import", ImportRequest.class, commands::importState);
        post(router, "/v1/transfer", TransferRequest.class, commands::transfer);
        groups.forEach(group -> group.addTo(router));
        return router;
    }

    private void ready(RoutingContext context) {
        Optional<NotReady> notReady = view.notReady();
        text(
                context,
                notReady.isPresent() ? UNAVAILABLE : OK,
                notReady.map(why -> "not ready: " + why.cause() + "\n").orElse("ready\n"));
    }

    /** A command with a body. */
    static <T> void post(
            Router router, String path, Class<T> type, Function<T, ? extends CompletableFuture<?>> command) {
        router.post(path).handler(context -> {
            Optional<T> body = body(context, type);
            if (body.isEmpty()) {
                json(context, BAD_BODY, failure(MessageCode.USAGE, "the body is no " + type.getSimpleName()));
                return;
            }
            CompletableFuture<?> done;
            try {
                done = command.apply(body.get());
            } catch (RuntimeException failed) {
                done = CompletableFuture.failedFuture(failed);
            }
            answer(context, done);
        });
    }

    /** Empty if there is none, or it is something else. */
    private static <T> Optional<T> body(RoutingContext context, Class<T> type) {
        Buffer buffer = context.body().buffer();
        try {
            return buffer == null ? Optional.empty() : Optional.ofNullable(AdminJson.read(buffer.getBytes(), type));
        } catch (IllegalArgumentException notOne) {
            LOG.debug(
                    "admin call {} with a body that cannot be read",
                    context.request().path(),
                    notOne);
            return Optional.empty();
        }
    }

    /** Sends a result, or the failure that it ended with. */
    static void answer(RoutingContext context, CompletableFuture<?> result) {
        result.whenComplete((value, failure) -> context.vertx().runOnContext(ignored -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof CommandException expected) {
                json(context, CONFLICT, FailureReport.of(expected));
            } else if (cause != null) {
                LOG.error("admin call {} failed", context.request().path(), cause);
                json(context, DEFECT, failure(MessageCode.UNEXPECTED, String.valueOf(cause.getMessage())));
            } else {
                json(context, OK, value);
            }
        }));
    }

    /** What a handler threw, and bodies above the limit. */
    private static void failed(RoutingContext context) {
        int status = context.statusCode() < 0 ? DEFECT : context.statusCode();
        if (status == DEFECT) {
            LOG.error("admin call {} failed", context.request().path(), context.failure());
        }
        MessageCode code = status == DEFECT ? MessageCode.UNEXPECTED : MessageCode.USAGE;
        json(context, status, failure(code, "the call was refused with status " + status));
    }

    private static FailureReport failure(MessageCode code, String detail) {
        return FailureReport.of(new CommandException(code, detail));
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
}
