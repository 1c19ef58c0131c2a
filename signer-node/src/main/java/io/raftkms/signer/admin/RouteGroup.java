package io.raftkms.signer.admin;

import io.vertx.ext.web.Router;

/** Routes of one subject on the admin socket, beside those of {@link AdminRoutes}. */
public interface RouteGroup {
    void addTo(Router router);
}
