package io.raftkms.signer.node;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.rule.KnownVersions;
import io.raftkms.signer.admin.AdminServer;
import io.raftkms.signer.admin.AdminVertx;
import io.raftkms.signer.admin.CertificateRoutes;
import io.raftkms.signer.admin.ClusterView;
import io.raftkms.signer.admin.DrainCommands;
import io.raftkms.signer.admin.GroupCommands;
import io.raftkms.signer.admin.LedgerCommands;
import io.raftkms.signer.admin.LifeCycleRoutes;
import io.raftkms.signer.admin.RecoveryCommands;
import io.raftkms.signer.admin.ReloadReport;
import io.raftkms.signer.admin.ReloadRoutes;
import io.raftkms.signer.admin.RouteGroup;
import io.raftkms.signer.admin.UpgradeCommands;
import io.raftkms.signer.config.Configuration;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fourth phase of a start: reports over HTTP, commands over the socket. */
final class AdminSide {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSide.class);
    private static final long CLOSE_SECONDS = 2;

    private AdminSide() {}

    /** The routes of the socket beside those that every member has had from the first. */
    static List<RouteGroup> groups(
            NodeStart start,
            ClusterPlace place,
            InUse inUse,
            ClusterView view,
            LedgerCommands commands,
            Drain drain,
            Supplier<ReloadReport> reload,
            ExecutorService blocking) {
        ClusterMember member = place.member();
        return List.of(
                new RecoveryCommands(member, commands, place.settings().clusterId(), inUse::ids),
                new LifeCycleRoutes(commands),
                ExportParts.commands(start, place, commands, inUse),
                new GroupCommands(member, commands),
                new UpgradeCommands(member, commands, KnownVersions.newest()),
                new DrainCommands(member, view, drain),
                new ReloadRoutes(() -> CompletableFuture.supplyAsync(reload, blocking)),
                new CertificateRoutes(member, place.certificates(), start.clock(), blocking));
    }

    static void open(
            Configuration configuration,
            ClusterView view,
            LedgerCommands commands,
            MetricRegistry registry,
            List<RouteGroup> groups,
            OpenParts parts) {
        Vertx vertx = AdminVertx.create();
        parts.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS));
        AdminServer admin = parts.add(new AdminServer(vertx, view, commands, registry, groups));
        admin.listenSocket(configuration.admin().socket());
        String host = configuration.http().listen().host();
        int port = admin.listenHttp(host, configuration.http().listen().port());
        LOG.info(
                "reports: http://{}:{}/api/status, commands: {}",
                host,
                port,
                configuration.admin().socket());
    }
}
