package io.raftkms.signer.node;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberCertificates;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.RatisClusterMember;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.DataSpace;
import io.raftkms.consensus.raft.store.SpaceSource;
import io.raftkms.signer.admin.AdminServer;
import io.raftkms.signer.admin.AdminVertx;
import io.raftkms.signer.admin.CertificateRoutes;
import io.raftkms.signer.admin.ClusterView;
import io.raftkms.signer.admin.LedgerCommands;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.admin.ReloadReport;
import io.raftkms.signer.admin.ReloadRoutes;
import io.raftkms.signer.admin.RouteGroup;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.LogSettings;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.key.SoftsignKeyFile;
import io.raftkms.signer.link.DecisionLog;
import io.raftkms.signer.link.LinkCollaborators;
import io.raftkms.signer.link.LinkEvents;
import io.raftkms.signer.link.LinkTimings;
import io.raftkms.signer.link.ValidatorLinks;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.metrics.Series;
import io.raftkms.signer.metrics.SignerMetrics;
import io.raftkms.signer.signature.ClusterSignatureService;
import io.raftkms.signer.signature.HoldLimits;
import io.raftkms.signer.signature.LeaderSigning;
import io.raftkms.signer.signature.Release;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running member. Started in the order of what may be needed first, closed the other way round. */
public final class SignerNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignerNode.class);
    private static final Duration TRANSFER = Duration.ofSeconds(3);
    private static final int BLOCKING_THREADS = 4;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private ClusterMember member;
    private volatile ValidatorLinks links;
    private volatile NodeReload reload;

    private SignerNode() {}

    /**
     * Starts a member and returns as soon as it serves; whether there is a leader is another matter.
     *
     * @param version of the program, for reports
     * @param failStop ends the process after a fault in operation
     * @throws MemberFaultException if its files, ports or TLS material cannot be used
     * @throws KeyFaultException if a key cannot be used
     * @throws CommandException if the admin side cannot be opened
     */
    public static SignerNode start(
            Configuration configuration, String version, FailStop failStop, Clock clock, SecureRandom random)
            throws MemberFaultException, KeyFaultException {
        return start(configuration, version, failStop, clock, random, level -> {}, WarmUp.ENTRIES);
    }

    /**
     * As {@link #start(Configuration, String, FailStop, Clock, SecureRandom)}.
     *
     * @param logLevel takes the level of a reloaded configuration into use
     */
    public static SignerNode start(
            Configuration configuration,
            String version,
            FailStop failStop,
            Clock clock,
            SecureRandom random,
            Consumer<LogSettings> logLevel)
            throws MemberFaultException, KeyFaultException {
        return start(configuration, version, failStop, clock, random, logLevel, WarmUp.ENTRIES);
    }

    static SignerNode start(
            Configuration configuration,
            String version,
            FailStop failStop,
            Clock clock,
            SecureRandom random,
            int warmUpEntries)
            throws MemberFaultException, KeyFaultException {
        return start(configuration, version, failStop, clock, random, level -> {}, warmUpEntries);
    }

    private static SignerNode start(
            Configuration configuration,
            String version,
            FailStop failStop,
            Clock clock,
            SecureRandom random,
            Consumer<LogSettings> logLevel,
            int warmUpEntries)
            throws MemberFaultException, KeyFaultException {
        SignerNode node = new SignerNode();
        try {
            node.open(configuration, version, failStop, clock, random, logLevel, warmUpEntries);
            return node;
        } catch (MemberFaultException | KeyFaultException | RuntimeException failed) {
            node.closeParts();
            throw failed;
        }
    }

    private void open(
            Configuration configuration,
            String version,
            FailStop failStop,
            Clock clock,
            SecureRandom random,
            Consumer<LogSettings> logLevel,
            int warmUpEntries)
            throws MemberFaultException, KeyFaultException {
        SecretFile secrets = new SecretFile(ProcessGroups.ofThisProcess());
        secrets.requirePrivate(configuration.tls().key());
        MemberKeys keys = opened(MemberKeys.load(configuration, new SoftsignKeyFile(secrets)));
        InUse inUse = opened(new InUse(new InUse.Loaded(keys, LinkPlan.of(configuration, keys))));
        MemberSettings settings = MembershipOf.configuration(configuration);
        LatePeerHandler handler = new LatePeerHandler();
        RatisClusterMember started = opened(RatisClusterMember.start(settings, handler, failStop, clock));
        member = started;
        MemberCertificates certificates = started.certificates();
        Duration leaderless = settings.timeouts().leaderless();
        ScheduledExecutorService scheduler = scheduler();
        LeaderSigning leaderSigning = new LeaderSigning(member, new Release(inUse::find), System::nanoTime);
        Standing standing = new Standing(member);
        Handover handover = new Handover(member);
        SpaceSource space = new DataSpace(new DataDirectory(settings.dataDirectory()));
        SpaceWatch spaceWatch =
                new SpaceWatch(member, standing, handover, space, configuration.disk(), failStop, scheduler);
        CertificateWatch certificateWatch = new CertificateWatch(certificates, clock, scheduler);
        ClusterView view = new ClusterView(
                member,
                settings.clusterId(),
                () -> facts(version, inUse, spaceWatch, certificateWatch),
                inUse::ids,
                leaderless);
        handler.serve(leaderSigning, view);
        HoldLimits limits = new HoldLimits(HoldLimits.HOLD, leaderless, System::nanoTime);
        ClusterSignatureService signatures =
                new ClusterSignatureService(member, leaderSigning, inUse::publicKey, limits, scheduler);
        MetricRegistry registry = new MetricRegistry();
        SignerMetrics metrics = new SignerMetrics(registry);
        ExecutorService blocking = blocking();
        openAdmin(
                configuration,
                view,
                new LedgerCommands(member, view, inUse::ids),
                registry,
                List.of(
                        new ReloadRoutes(() -> CompletableFuture.supplyAsync(this::reload, blocking)),
                        new CertificateRoutes(member, certificates, clock, blocking)));
        ClusterLeaderWatch watch = new ClusterLeaderWatch(member, leaderless, scheduler);
        LinkEvents events = LinkEvents.all(List.of(new DecisionLog(), metrics));
        links = opened(new ValidatorLinks(
                inUse.plan().settings(),
                new LinkCollaborators(LinkTimings.standard(leaderless), signatures, watch, events, clock),
                random));
        new MemberGauges(member, links, signatures, spaceWatch).addTo(metrics);
        metrics.gauge(Series.of("raftkms_certificate_seconds_left"), certificateWatch::ownSecondsLeft);
        metrics.gauge(Series.of("raftkms_ca_seconds_left"), certificateWatch::authoritySecondsLeft);
        links.start();
        new KeyWatch(member, standing, inUse::health, handover, scheduler);
        reload = new NodeReload(configuration, secrets, inUse, links, certificates, logLevel, scheduler);
        new WarmUp(member, warmUpEntries);
    }

    private void openAdmin(
            Configuration configuration,
            ClusterView view,
            LedgerCommands commands,
            MetricRegistry registry,
            List<RouteGroup> groups) {
        Vertx vertx = AdminVertx.create();
        parts.push(() -> vertx.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS));
        AdminServer admin = opened(new AdminServer(vertx, view, commands, registry, groups));
        admin.listenSocket(configuration.admin().socket());
        String host = configuration.http().listen().host();
        int port = admin.listenHttp(host, configuration.http().listen().port());
        LOG.info(
                "reports: http://{}:{}/api/status, commands: {}",
                host,
                port,
                configuration.admin().socket());
    }

    private ScheduledExecutorService scheduler() {
        // Two, so that holds end in time whatever the watch over the keys does.
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "signer-tick");
            thread.setDaemon(true);
            return thread;
        });
        parts.push(scheduler::shutdownNow);
        return scheduler;
    }

    /** For what waits for files, signatures or other members. */
    private ExecutorService blocking() {
        ExecutorService blocking = Executors.newFixedThreadPool(BLOCKING_THREADS, task -> {
            Thread thread = new Thread(task, "admin-work");
            thread.setDaemon(true);
            return thread;
        });
        parts.push(blocking::shutdownNow);
        return blocking;
    }

    private MemberFacts facts(String version, InUse inUse, SpaceWatch space, CertificateWatch certificate) {
        List<MemberFacts.Link> open = links == null ? List.of() : LinkFacts.of(links.status());
        return new MemberFacts(version, open, inUse.facts(), space.facts(), certificate.facts());
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** The member's place in the cluster. */
    public ClusterMember member() {
        return member;
    }

    /**
     * Takes the changed configuration, keys and TLS files into use. Blocks until links that changed have ended.
     *
     * @throws CommandException with all that keeps them from being used; nothing has changed then
     */
    public ReloadReport reload() {
        NodeReload running = reload;
        if (running == null || closed.get()) {
            throw new CommandException(MessageCode.RELOAD_NOT_NOW, "the member is starting or stopping");
        }
        return running.reload();
    }

    /**
     * Ends in order: leadership moves while everything still serves, outstanding requests end, idle links are reset, Raft
     * closes, then the ports. Idempotent.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            handLeadershipOver();
            closeParts();
        }
    }

    private void handLeadershipOver() {
        long began = System.nanoTime();
        try {
            boolean leads = member.leadership().role() == Leadership.Role.LEADER
                    && member.status().members().size() > 1;
            if (!leads) {
                return;
            }
            String leader = member.transferLeadership(Optional.empty(), TRANSFER)
                    .get(TRANSFER.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
                    .name();
            long gap = Duration.ofNanos(System.nanoTime() - began).toMillis();
            LOG.info("stopping: leadership moved to {} in {} ms", leader, gap);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("stopping as leader: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeParts() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("while stopping: {}", e.getMessage());
            }
        }
    }
}
