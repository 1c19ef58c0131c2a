package io.raftkms.signer.admin;

import io.vertx.ext.web.Router;

/**
 * Routes of the socket for keys that are enrolled.
 *
 * <table>
 * <caption>Routes</caption>
 * <tr><td>POST /v1/state/raise</td><td>{@link RaiseRequest} to {@link MarkReport}</td></tr>
 * <tr><td>POST /v1/state/lower</td><td>{@link LowerRequest} to {@link MarkReport}</td></tr>
 * <tr><td>POST /v1/pause</td><td>{@link PauseRequest} to {@link PauseReport}</td></tr>
 * <tr><td>POST /v1/resume</td><td>{@link ResumeRequest} to {@link PauseReport}</td></tr>
 * </table>
 */
public final class LifeCycleRoutes implements RouteGroup {
    private final LifeCycleCommands commands;

    public LifeCycleRoutes(LedgerCommands commands) {
        this.commands = commands.lifeCycle();
    }

    @Override
    public void addTo(Router router) {
        AdminRoutes.post(router, "/v1/state/raise", RaiseRequest.class, commands::raise);
        AdminRoutes.post(router, "/v1/state/lower", LowerRequest.class, commands::lower);
        AdminRoutes.post(router, "/v1/pause", PauseRequest.class, commands::pause);
        AdminRoutes.post(router, "/v1/resume", ResumeRequest.class, commands::resume);
    }
}
