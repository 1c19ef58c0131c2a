package io.raftkms.signer.admin;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command's side of a member's admin socket. */
public final class AdminClient implements AutoCloseable {
    private static final int OK = 200;
    /** Longer than any command takes: a transfer, five seconds. */
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final Path socket;
    private final Vertx vertx;
    private final HttpClient client;

    public AdminClient(Path socket) {
        this.socket = socket;
        this.vertx = AdminVertx.create();
        this.client = vertx.createHttpClient();
    }

    /**
     * @throws CommandException if the member does not run or the call failed as expected
     */
    public <T> T get(String path, Class<T> type) {
        return call(HttpMethod.GET, path, Buffer.buffer(), type, ANSWER);
    }

    /** As {@link #get}, with a body. */
    public <T> T post(String path, Object body, Class<T> type) {
        return post(path, body, type, ANSWER);
    }

    /** As {@link #post(String, Object, Class)}, for what may take longer. */
    public <T> T post(String path, Object body, Class<T> type, Duration limit) {
        return call(HttpMethod.POST, path, Buffer.buffer(AdminJson.bytes(body)), type, limit);
    }

    private <T> T call(HttpMethod method, String path, Buffer body, Class<T> type, Duration limit) {
        requireListener();
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.domainSocketAddress(socket.toString()))
                .setHost("localhost")
                .setMethod(method)
                .setURI(path);
        Reply reply = await(exchange(options, body), limit);
        if (reply.status() == OK) {
            return AdminJson.read(reply.body().getBytes(), type);
        }
        if (reply.status() == AdminRoutes.CONFLICT || reply.status() == AdminRoutes.BAD_BODY) {
            throw AdminJson.read(reply.body().getBytes(), FailureReport.class).toException();
        }
        throw new CommandException(
                MessageCode.UNEXPECTED,
                "the member answered " + path + " with " + reply.status() + ": " + reply.body());
    }

    /** On the event loop from the first step on: elsewhere the body may have gone by before somebody asks for it. */
    private Future<Reply> exchange(RequestOptions options, Buffer body) {
        Promise<Reply> reply = Promise.promise();
        vertx.runOnContext(ignored -> client.request(options)
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(bytes -> new Reply(response.statusCode(), bytes)))
                .onComplete(reply));
        return reply.future();
    }

    private record Reply(int status, Buffer body) {}

    private void requireListener() {
        try (java.nio.channels.SocketChannel channel =
                java.nio.channels.SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.MEMBER_NOT_RUNNING, "nobody listens on " + socket + ": " + e.getMessage(), e);
        }
    }

    private static <T> T await(Future<T> future, Duration limit) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CommandException(
                    MessageCode.OUTCOME_UNKNOWN,
                    "the member ended the call: " + e.getCause().getMessage(),
                    e);
        } catch (TimeoutException e) {
            throw new CommandException(MessageCode.OUTCOME_UNKNOWN, "no answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(MessageCode.OUTCOME_UNKNOWN, "interrupted", e);
        }
    }

    @Override
    public void close() {
        vertx.close();
    }
}
