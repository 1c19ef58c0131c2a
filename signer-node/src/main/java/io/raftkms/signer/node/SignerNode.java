package io.raftkms.signer.node;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.signer.admin.AnswersView;
import io.raftkms.signer.admin.ClusterView;
import io.raftkms.signer.admin.LedgerCommands;
import io.raftkms.signer.admin.ReloadReport;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.LogSettings;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.link.ValidatorLinks;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.metrics.RecentAnswers;
import io.raftkms.signer.metrics.SignerMetrics;
import io.raftkms.signer.signature.Rehearsal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running member. Started in phases, in the order of what may be needed first: keys and plan, {@link ClusterPlace},
 * {@link Watches}, {@link SigningPath}, {@link AdminSide}, {@link LinkSide}; closed the other way round.
 */
public final class SignerNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignerNode.class);
    private static final Duration TRANSFER = Duration.ofSeconds(3);

    private final OpenParts parts = new OpenParts();
    private final AtomicBoolean closed = new AtomicBoolean();
    private ClusterMember member;
    private volatile NodeReload reload;

    private SignerNode() {}

    /**
     * Starts a member and returns as soon as it serves; whether there is a leader is another matter.
     *
     * @param version of the program, for reports
     * @param failStop ends the process after a fault in operation
     * @param logLevel takes the level of a reloaded configuration into use
     * @throws MemberFaultException if its files, ports or TLS material cannot be used
     * @throws KeyFaultException if a key cannot be used
     * @throws CommandException if the admin side cannot be opened
     */
    public static SignerNode start(
            Configuration configuration,
            String version,
            FailStop failStop,
            Clock clock,
            SecureRandom random,
            Consumer<LogSettings> logLevel)
            throws MemberFaultException, KeyFaultException {
        WarmUp.Amount warmUp = configuration.warmUp() ? WarmUp.Amount.STANDARD : WarmUp.Amount.NONE;
        return start(new NodeStart(configuration, version, failStop, clock, random, logLevel, warmUp));
    }

    static SignerNode start(NodeStart start) throws MemberFaultException, KeyFaultException {
        SignerNode node = new SignerNode();
        try {
            node.open(start);
            return node;
        } catch (MemberFaultException | KeyFaultException | RuntimeException failed) {
            node.parts.close();
            throw failed;
        }
    }

    private void open(NodeStart start) throws MemberFaultException, KeyFaultException {
        Configuration configuration = start.configuration();
        SecretFile secrets = new SecretFile(ProcessGroups.ofThisProcess());
        secrets.requirePrivate(configuration.tls().key());
        InUse inUse = parts.add(new InUse(InUse.Loaded.of(configuration, configuration.isListener(), secrets)));

        ClusterPlace place = ClusterPlace.take(start, parts);
        member = place.member();
        Watches watches = Watches.over(place, start);
        OwnFacts facts = new OwnFacts(start.version(), member, inUse, watches);
        ClusterView view = new ClusterView(member, place.settings().clusterId(), facts, inUse::ids, place.leaderless());
        RecentAnswers recent = new RecentAnswers(System::nanoTime);
        AnswersView answers = new AnswersView(member, recent);
        SigningPath path = SigningPath.serve(place, inUse, view, answers);

        MetricRegistry registry = new MetricRegistry();
        SignerMetrics metrics = new SignerMetrics(registry);
        openAdmin(start, place, watches, inUse, view, answers, registry);

        ValidatorLinks links = LinkSide.open(place, inUse, path, metrics, recent, start.clock(), start.random(), parts);
        facts.tellOf(links);
        LinkSide.gauges(place, watches, path, links, metrics);
        new KeyGauges(member, inUse.ids()).addTo(metrics);
        links.start();
        if (!configuration.isListener()) {
            new KeyWatch(member, watches.standing(), inUse::health, watches.handover(), place.ticks());
            parts.add(new WarmUp(member, new Rehearsal(start.random()), start.warmUp()));
        }
        reload = new NodeReload(
                configuration, secrets, inUse, links, place.certificates(), start.logLevel(), place.ticks());
    }

    private void openAdmin(
            NodeStart start,
            ClusterPlace place,
            Watches watches,
            InUse inUse,
            ClusterView view,
            AnswersView answers,
            MetricRegistry registry) {
        ExecutorService blocking = DaemonPools.blocking();
        parts.add(blocking::shutdownNow);
        LedgerCommands commands = new LedgerCommands(member, view, inUse::ids);
        AdminSide.open(
                start.configuration(),
                view,
                commands,
                registry,
                AdminSide.groups(start, place, inUse, view, answers, commands, watches.drain(), this::reload, blocking),
                parts);
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
            parts.close();
        }
    }

    private void handLeadershipOver() {
        long began = System.nanoTime();
        member.handLeadershipOver(TRANSFER).ifPresent(leader -> {
            long gap = Duration.ofNanos(System.nanoTime() - began).toMillis();
            LOG.info("stopping: leadership moved to {} in {} ms", leader.name(), gap);
        });
    }
}
