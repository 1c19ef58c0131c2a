package io.raftkms.signer.admin;

import io.vertx.ext.web.Router;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** {@code POST /v1/reload} to {@link ReloadReport}. */
public final class ReloadRoutes implements RouteGroup {
    /** The call has nothing to say but that it is meant. */
    record Request() {}

    private final Supplier<CompletableFuture<ReloadReport>> reload;

    /**
     * @param reload fails with {@link io.raftkms.signer.message.CommandException}
     */
    public ReloadRoutes(Supplier<CompletableFuture<ReloadReport>> reload) {
        this.reload = reload;
    }

    @Override
    public void addTo(Router router) {
        AdminRoutes.post(router, "/v1/reload", Request.class, request -> reload.get());
    }
}
