package io.raftkms.signer.node;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.RatisClusterMember;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.DataSpace;
import io.raftkms.consensus.raft.store.DrainMark;
import io.raftkms.consensus.raft.store.SpaceSource;
import io.raftkms.signer.admin.AdminServer;
import io.raftkms.signer.admin.AdminVertx;
import io.raftkms.signer.admin.ClusterView;
import io.raftkms.signer.admin.DrainCommands;
import io.raftkms.signer.admin.GroupCommands;
import io.raftkms.signer.admin.LedgerCommands;
import io.raftkms.signer.admin.LifeCycleRoutes;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.admin.RecoveryCommands;
import io.raftkms.signer.admin.RouteGroup;
import io.raftkms.signer.admin.UpgradeCommands;
import io.raftkms.signer.audit.AuditLog;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.key.SoftsignKeyFile;
import io.raftkms.signer.link.DecisionLog;
import io.raftkms.signer.link.LinkCollaborators;
import io.raftkms.signer.link.LinkEvents;
import io.raftkms.signer.link.LinkTimings;
import io.raftkms.signer.link.ValidatorLinks;
import io.raftkms.signer.metrics.SignerMetrics;
import io.raftkms.signer.signature.ClusterSignatureService;
import io.raftkms.signer.signature.HoldLimits;
import io.raftkms.signer.signature.LeaderSigning;
import io.raftkms.signer.signature.Rehearsal;
import io.raftkms.signer.signature.Release;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running member. Started in the order of what may be needed first, closed the other way round. */
public final class SignerNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignerNode.class);
    private static final Duration TRANSFER = Duration.ofSeconds(3);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private ClusterMember member;
    private volatile ValidatorLinks links;

    private SignerNode() {}

    /**
     * Starts a member and returns as soon as it serves; whether there is a leader is another matter.
     *
     * @param version of the program, for reports
     * @param failStop ends the process after a fault in operation
     * @throws MemberFaultException if its files, ports or TLS material cannot be used
     * @throws KeyFaultException if a key cannot be used
     * @throws io.raftkms.signer.message.CommandException if the admin side cannot be opened
     */
    public static SignerNode start(
            Configuration configuration, String version, FailStop failStop, Clock clock, SecureRandom random)
            throws MemberFaultException, KeyFaultException {
        WarmUp.Amount warmUp = configuration.warmUp() ? WarmUp.Amount.STANDARD : WarmUp.Amount.NONE;
        return start(configuration, version, failStop, clock, random, warmUp);
    }

    static SignerNode start(
            Configuration configuration,
            String version,
            FailStop failStop,
            Clock clock,
            SecureRandom random,
            WarmUp.Amount warmUp)
            throws MemberFaultException, KeyFaultException {
        SignerNode node = new SignerNode();
        try {
            node.open(configuration, version, failStop, clock, random, warmUp);
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
            WarmUp.Amount warmUp)
            throws MemberFaultException, KeyFaultException {
        SecretFile secrets = new SecretFile(ProcessGroups.ofThisProcess());
        secrets.requirePrivate(configuration.tls().key());
        MemberKeys keys = opened(MemberKeys.load(configuration, new SoftsignKeyFile(secrets)));
        LinkPlan plan = LinkPlan.of(configuration, keys);
        MemberSettings settings = MembershipOf.configuration(configuration);
        LatePeerHandler handler = new LatePeerHandler();
        Optional<AuditLog> audit = AuditParts.listening(configuration, settings, version, clock);
        member = opened(RatisClusterMember.start(settings, handler, failStop, clock, AuditParts.observer(audit)));
        audit.ifPresent(this::begin);
        Duration leaderless = settings.timeouts().leaderless();
        ScheduledExecutorService scheduler = scheduler();
        LeaderSigning leaderSigning =
                new LeaderSigning(member, new Release(keys::find), System::nanoTime, AuditParts.witness(audit));
        Standing standing = new Standing(member);
        Handover handover = new Handover(member);
        SpaceSource space = new DataSpace(new DataDirectory(settings.dataDirectory()));
        SpaceWatch spaceWatch =
                new SpaceWatch(member, standing, handover, space, configuration.disk(), failStop, scheduler);
        Drain drain = new Drain(new DrainMark(new DataDirectory(settings.dataDirectory())), standing);
        DriftWatch drift = new DriftWatch(member, settings.members(), scheduler);
        ClusterView view = new ClusterView(
                member,
                settings.clusterId(),
                () -> facts(version, keys, spaceWatch, drain, drift),
                keys.ids(),
                leaderless);
        handler.serve(leaderSigning, view);
        ShownKeys shown = new ShownKeys(member, plan, keys.ids());
        HoldLimits limits = new HoldLimits(HoldLimits.HOLD, leaderless, System::nanoTime);
        ClusterSignatureService signatures =
                new ClusterSignatureService(member, leaderSigning, shown::of, limits, scheduler);
        MetricRegistry registry = new MetricRegistry();
        SignerMetrics metrics = new SignerMetrics(registry);
        LedgerCommands commands = new LedgerCommands(member, view, keys.ids());
        List<RouteGroup> groups = List.of(
                new RecoveryCommands(member, commands, settings.clusterId(), keys.ids()),
                new LifeCycleRoutes(commands),
                ExportParts.commands(configuration, member, commands, settings.clusterId(), keys, clock, random),
                new GroupCommands(member, commands),
                new UpgradeCommands(member, commands, Entry.NEWEST_VERSION),
                new DrainCommands(member, view, drain));
        openAdmin(configuration, view, commands, registry, groups);
        ClusterLeaderWatch watch = new ClusterLeaderWatch(member, leaderless, shown::links, scheduler);
        LinkEvents events = AuditParts.events(audit, new DecisionLog(), metrics);
        links = opened(new ValidatorLinks(
                plan.settings(),
                new LinkCollaborators(
                        LinkTimings.standard(leaderless),
                        AuditParts.signatures(audit, signatures),
                        watch,
                        events,
                        clock),
                random));
        audit.ifPresent(log -> AuditParts.gauges(log, metrics));
        new MemberGauges(member, links, signatures, spaceWatch).addTo(metrics);
        new KeyGauges(member, keys.ids()).addTo(metrics);
        links.start();
        if (!configuration.isListener()) {
            new KeyWatch(member, standing, keys.health(), handover, scheduler);
            opened(new WarmUp(member, new Rehearsal(random), warmUp));
        }
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

    /** The directory is this process' own while the member has it; what is applied after the end comes again. */
    private void begin(AuditLog audit) {
        parts.push(audit);
        audit.begin();
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

    private MemberFacts facts(String version, MemberKeys keys, SpaceWatch space, Drain drain, DriftWatch drift) {
        List<MemberFacts.Link> open = links == null ? List.of() : LinkFacts.of(links.status());
        MemberFacts.Place place = new MemberFacts.Place(
                drain.drained(), member.status().appliedIndex(), Entry.NEWEST_VERSION, drift.now());
        return new MemberFacts(version, open, keys.facts(), space.facts(), place);
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
        member.handLeadershipOver(TRANSFER).ifPresent(leader -> {
            long gap = Duration.ofNanos(System.nanoTime() - began).toMillis();
            LOG.info("stopping: leadership moved to {} in {} ms", leader.name(), gap);
        });
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
