package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.PeerClients;
import io.raftkms.consensus.raft.peer.PeerPort;
import io.raftkms.consensus.raft.peer.PortBinding;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.DirectoryWatch;
import io.raftkms.consensus.raft.store.ForcedVoteRpc;
import io.raftkms.consensus.raft.store.MemberStore;
import io.raftkms.consensus.raft.store.StartChecks;
import io.raftkms.consensus.raft.store.VoteDirectoryForce;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a member, in the order that the design prescribes; what was opened is closed again if a step fails. */
final class MemberStart {
    private static final Logger LOG = LoggerFactory.getLogger(MemberStart.class);

    /** Handlers of peers' calls and completions of futures: none of them blocks. */
    private static final int CALL_THREADS = 8;

    /** One may be forcing a file. */
    private static final int TIMER_THREADS = 2;

    private static final Duration DIVISION_WATCHED_EVERY = Duration.ofMillis(200);

    /** Two looks at the names of directories. */
    private static final Duration DIRECTORY_WATCHED_EVERY = Duration.ofMillis(200);

    private final MemberSettings settings;
    private final PeerHandler handler;
    private final ArmedFailStop failStop;
    private final MemberOptions options;
    private final OpenedParts opened = new OpenedParts();
    private final AtomicReference<DivisionView> running = new AtomicReference<>();

    private MemberStart(MemberSettings settings, PeerHandler handler, ArmedFailStop failStop, MemberOptions options) {
        this.settings = settings;
        this.handler = handler;
        this.failStop = failStop;
        this.options = options;
    }

    static MemberParts start(MemberSettings settings, PeerHandler handler, FailStop failStop, MemberOptions options)
            throws MemberFaultException {
        MemberStart start = new MemberStart(settings, handler, new ArmedFailStop(failStop), options);
        try {
            return start.run();
        } catch (MemberFaultException | RuntimeException e) {
            start.failStop.disarm();
            start.opened.close();
            throw e;
        }
    }

    private MemberParts run() throws MemberFaultException {
        GroupLayout layout = GroupLayout.of(settings);
        MemberSettings.Member self = layout.self();
        SerialFilter.installUnlessSet();
        MemberTls tls = MemberTls.load(settings, self.host(), options.clock(), handler::refused);
        ExecutorService calls = calls(self);
        ScheduledExecutorService timer = timer(self);

        MemberStore store = opened.add(checkOwnFiles(layout, timer));

        PortBinding peerPort = new PortBinding("peer", settings.bindHost(), self.peerPort());
        peerPort.requireFree();
        GroupRoster roster = new GroupRoster(layout.members(), this::group);
        opened.add(PeerPort.open(peerPort, tls, roster, handler, calls));
        PeerClients clients = opened.add(new PeerClients(settings, tls, calls, timer));

        return startRaft(layout, tls, store, roster, clients, calls, timer);
    }

    private MemberParts startRaft(
            GroupLayout layout,
            MemberTls tls,
            MemberStore store,
            GroupRoster roster,
            PeerClients clients,
            ExecutorService calls,
            ScheduledExecutorService timer)
            throws MemberFaultException {
        MemberId self = settings.self();
        AtomicReference<LeadershipWatch> watching = new AtomicReference<>();
        Candidacy candidacy = new Candidacy();
        boolean joins = store.identity().joins();
        LeaderContact contact = new LeaderContact(System::nanoTime);
        RemovalWatch removal = new RemovalWatch(
                self,
                joins,
                this::group,
                this::leaving,
                contact::since,
                settings.timeouts().leaderless(),
                clients,
                failStop);
        VoteDirectoryForce votes = store.voteDirectory(failStop);
        LedgerStateMachine stateMachine = new LedgerStateMachine(
                new StoredMarks(store),
                failStop,
                votes::forceTerm,
                () -> lookSoon(watching.get()),
                snapshotWriting(self),
                options.observer(),
                removal::closed);
        RaftPortServices services = opened.add(new RaftPortServices(self, candidacy::stands, roster, tls::isRevoked));
        RaftProperties properties = RatisProperties.of(settings, layout.self(), options.tuning());
        Parameters parameters = new Parameters();
        GrpcConfigKeys.TLS.setConf(parameters, tls.forRatis());
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, services);
        ForcedVoteRpc.install(properties, parameters, votes, candidacy::stands);
        PortBinding raftPort =
                new PortBinding("Raft", settings.bindHost(), layout.self().raftPort());
        MemberThreads threads = new MemberThreads(self, failStop);
        raftPort.requireFree();
        RaftServer server = opened.add(RaftStart.start(
                layout, layout.group(joins), properties, raftPort, parameters, stateMachine, threads, failStop));
        opened.add(failStop::disarm);

        RaftServer.Division division = division(server, layout);
        DivisionView view = new DivisionView(division, stateMachine::covered);
        running.set(view);
        LeadershipTransfer transfer = new LeadershipTransfer(
                server, layout.groupId(), self, view, settings.timeouts().max().multipliedBy(2));
        InProcessSubmission submission = new InProcessSubmission(
                new SubmissionPath(server, division),
                stateMachine::covered,
                () -> stateMachine.ledger().version(),
                server.getId(),
                layout.groupId(),
                calls,
                options.submitTimeout());
        GroupChanges changes = new GroupChanges(
                server,
                layout.groupId(),
                self,
                view,
                () -> view.leadership(transfer.steppingDown()),
                clients,
                settings.timeouts().max().multipliedBy(2));
        Duration look = settings.timeouts().min().dividedBy(3);
        LeadershipWatch watch = opened.add(
                new LeadershipWatch("leadership-" + self.name(), () -> view.leadership(transfer.steppingDown()), look));
        watching.set(watch);
        watch.start();
        every(timer, look, () -> view.observe(contact));
        every(timer, look, new GroupFollower(view::group, roster, clients));
        every(timer, RemovalWatch.LOOK, removal);
        every(
                timer,
                DIVISION_WATCHED_EVERY,
                new DivisionWatch(
                        server, division, threads::electionRuns, removal::closed, failStop, System::nanoTime));
        every(
                timer,
                DIRECTORY_WATCHED_EVERY,
                DirectoryWatch.of(new DataDirectory(settings.dataDirectory()), layout.directoryName(), failStop));
        return new MemberParts(
                layout,
                view,
                stateMachine,
                submission,
                transfer,
                changes,
                candidacy,
                watch,
                contact,
                clients,
                tls,
                settings.timeouts().leaderless(),
                opened);
    }

    /** Steps 1 and 2 of the start, before any port is open. */
    private MemberStore checkOwnFiles(GroupLayout layout, ScheduledExecutorService timer) throws MemberFaultException {
        return new StartChecks(
                        new DataDirectory(settings.dataDirectory()),
                        settings.clusterId(),
                        settings.self(),
                        layout.directoryName(),
                        RatisProperties.MAX_RECORD.getSizeInt(),
                        SnapshotFiles::lastEntry,
                        options.random(),
                        timer,
                        failStop)
                .run();
    }

    /** The newest in the log; without members while that is not open. */
    private GroupConfiguration group() {
        DivisionView view = running.get();
        return view == null ? new GroupConfiguration(-1, false, false, List.of()) : view.group();
    }

    private boolean leaving() {
        DivisionView view = running.get();
        return view != null && view.isLeaving();
    }

    private static RaftServer.Division division(RaftServer server, GroupLayout layout) throws MemberFaultException {
        try {
            return server.getDivision(layout.groupId());
        } catch (IOException e) {
            throw new MemberFaultException(Fault.RAFT_START_FAILED, "Raft has no group: " + e.getMessage(), e);
        }
    }

    private static void lookSoon(LeadershipWatch watch) {
        if (watch != null) {
            watch.lookSoon();
        }
    }

    private ExecutorService calls(MemberSettings.Member self) {
        ExecutorService calls = Executors.newFixedThreadPool(
                CALL_THREADS, DaemonThreads.named("member-" + self.id().name()));
        opened.add(calls::shutdown);
        return calls;
    }

    private Executor snapshotWriting(MemberId self) {
        ExecutorService writing = Executors.newSingleThreadExecutor(DaemonThreads.named("snapshot-" + self.name()));
        opened.add(writing::shutdown);
        return writing;
    }

    private ScheduledExecutorService timer(MemberSettings.Member self) {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(
                TIMER_THREADS, DaemonThreads.named("timer-" + self.id().name()));
        opened.add(timer::shutdownNow);
        return timer;
    }

    private void every(ScheduledExecutorService timer, Duration period, Runnable task) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.warn("A watch failed and will look again", e);
                    } catch (Error e) {
                        failStop.halt(Fault.RAFT_WORKER_DEAD, "A watch died", e);
                        throw e;
                    }
                },
                period.toNanos(),
                period.toNanos(),
                TimeUnit.NANOSECONDS);
    }
}
