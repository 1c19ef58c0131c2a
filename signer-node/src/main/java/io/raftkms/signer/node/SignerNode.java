package io.raftkms.signer.node;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.RatisClusterMember;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.DataSpace;
import io.raftkms.consensus.raft.store.SpaceSource;
import io.raftkms.signer.admin.AdminServer;
import io.raftkms.signer.admin.AdminVertx;
import io.raftkms.signer.admin.ClusterView;
import io.raftkms.signer.admin.LedgerCommands;
import io.raftkms.signer.admin.MemberFacts;
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
import io.raftkms.signer.signature.Release;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
        return start(configuration, version, failStop, clock, random, WarmUp.ENTRIES);
    }

    static SignerNode start(
            Configuration configuration,
            String version,
            FailStop failStop,
            Clock clock,
            SecureRandom random,
            int warmUpEntries)
            throws MemberFaultException, KeyFaultException {
        SignerNode node = new SignerNode();
        try {
            node.open(configuration, version, failStop, clock, random, warmUpEntries);
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
            int warmUpEntries)
            throws MemberFaultException, KeyFaultException {
        SecretFile secrets = new SecretFile(ProcessGroups.ofThisProcess());
        secrets.requirePrivate(configuration.tls().key());
        MemberKeys keys = opened(MemberKeys.load(configuration, new SoftsignKeyFile(secrets)));
        LinkPlan plan = LinkPlan.of(configuration, keys);
        MemberSettings settings = MembershipOf.configuration(configuration);
        LatePeerHandler handler = new LatePeerHandler();
        member = opened(RatisClusterMember.start(settings, handler, failStop, clock));
        Duration leaderless = settings.timeouts().leaderless();
        ScheduledExecutorService scheduler = scheduler();
        LeaderSigning leaderSigning = new LeaderSigning(member, new Release(keys::find), System::nanoTime);
        Standing standing = new Standing(member);
        Handover handover = new Handover(member);
        SpaceSource space = new DataSpace(new DataDirectory(settings.dataDirectory()));
        SpaceWatch spaceWatch =
                new SpaceWatch(member, standing, handover, space, configuration.disk(), failStop, scheduler);
        ClusterView view = new ClusterView(
                member, settings.clusterId(), () -> facts(version, keys, spaceWatch), keys.ids(), leaderless);
        handler.serve(leaderSigning, view);
        HoldLimits limits = new HoldLimits(HoldLimits.HOLD, leaderless, System::nanoTime);
        ClusterSignatureService signatures =
                new ClusterSignatureService(member, leaderSigning, plan::publicKey, limits, scheduler);
        MetricRegistry registry = new MetricRegistry();
        SignerMetrics metrics = new SignerMetrics(registry);
        openAdmin(configuration, view, new LedgerCommands(member, view, keys.ids()), registry);
        ClusterLeaderWatch watch = new ClusterLeaderWatch(member, leaderless, scheduler);
        LinkEvents events = LinkEvents.all(List.of(new DecisionLog(), metrics));
        links = opened(new ValidatorLinks(
                plan.settings(),
                new LinkCollaborators(LinkTimings.standard(leaderless), signatures, watch, events, clock),
                random));
        new MemberGauges(member, links, signatures, spaceWatch).addTo(metrics);
        links.start();
        new KeyWatch(member, standing, keys.health(), handover, scheduler);
        new WarmUp(member, warmUpEntries);
    }

    private void openAdmin(
            Configuration configuration, ClusterView view, LedgerCommands commands, MetricRegistry registry) {
        Vertx vertx = AdminVertx.create();
        parts.push(() -> vertx.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS));
        AdminServer admin = opened(new AdminServer(vertx, view, commands, registry));
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

    private MemberFacts facts(String version, MemberKeys keys, SpaceWatch space) {
        List<MemberFacts.Link> open = links == null ? List.of() : LinkFacts.of(links.status());
        return new MemberFacts(version, open, keys.facts(), space.facts());
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
