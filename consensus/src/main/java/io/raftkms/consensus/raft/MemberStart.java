package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.hello.GroupPlace;
import io.raftkms.consensus.raft.hello.HelloExchange;
import io.raftkms.consensus.raft.hello.HelloOutcome;
import io.raftkms.consensus.raft.peer.PeerClients;
import io.raftkms.consensus.raft.peer.PeerPort;
import io.raftkms.consensus.raft.peer.PortBinding;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.MemberStore;
import io.raftkms.consensus.raft.store.PeersStore;
import io.raftkms.consensus.raft.store.StartChecks;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts a member, in the order that the design prescribes: own files, peer port, hello; then Raft, in {@link RaftPhase},
 * as soon as the others let it run. What was opened is closed again if a step fails.
 */
final class MemberStart {
    /** Handlers of peers' calls and completions of futures: none of them blocks. */
    private static final int CALL_THREADS = 8;

    /** One may be forcing a file. */
    private static final int TIMER_THREADS = 2;

    private final MemberSettings settings;
    private final PeerHandler handler;
    private final FailStop target;
    private final ArmedFailStop failStop;
    private final MemberOptions options;
    private final OpenedParts opened = new OpenedParts();
    private final AtomicReference<MemberParts> running = new AtomicReference<>();
    private boolean closed;

    private MemberStart(MemberSettings settings, PeerHandler handler, FailStop failStop, MemberOptions options) {
        this.settings = settings;
        this.handler = handler;
        this.target = failStop;
        this.failStop = new ArmedFailStop(failStop);
        this.options = options;
    }

    static StartedMember start(MemberSettings settings, PeerHandler handler, FailStop failStop, MemberOptions options)
            throws MemberFaultException {
        MemberStart start = new MemberStart(settings, handler, failStop, options);
        try {
            return start.run();
        } catch (MemberFaultException | RuntimeException e) {
            start.failStop.disarm();
            start.opened.close();
            throw e;
        }
    }

    private StartedMember run() throws MemberFaultException {
        GroupLayout layout = GroupLayout.of(settings);
        MemberSettings.Member self = layout.self();
        SerialFilter.installUnlessSet();
        MemberTls tls = MemberTls.load(settings, self.host(), options.clock(), handler::refused);
        ExecutorService calls = calls(self);
        ScheduledExecutorService timer = timer(self);

        MemberStore store = opened.add(checkOwnFiles(layout, timer));
        PeersStore peers = opened.add(store.openPeers(failStop));

        new PortBinding("Raft", settings.bindHost(), self.raftPort()).requireFree();
        PortBinding peerPort = new PortBinding("peer", settings.bindHost(), self.peerPort());
        peerPort.requireFree();
        GroupRoster roster = new GroupRoster(layout.configured(), this::group);
        PeerClients clients = opened.add(new PeerClients(settings, tls, calls, timer));
        MemberHello hello = new MemberHello(layout, store, peers, this::place, clients, options.nanoTime());
        opened.add(PeerPort.open(peerPort, tls, roster, handler, hello::answer, calls));

        KnownGroups groups = new KnownGroups();
        Candidacy candidacy = new Candidacy(groups::newestInEffect);
        LeaderContact contact = new LeaderContact(System::nanoTime);
        LeadershipWatch watch = opened.add(watch(self));
        StoredMarks marks = new StoredMarks(store);
        RaftPhase raft = new RaftPhase(
                settings,
                layout,
                tls,
                store,
                marks,
                hello,
                clients,
                roster,
                removal(store, contact, clients),
                candidacy,
                groups,
                contact,
                watch,
                calls,
                snapshotWriting(self.id()),
                timer,
                failStop,
                options,
                opened);
        HelloExchange exchange = opened.add(hello.exchange(outcome(layout, raft), timer, options.helloPatience()));
        StartedMember started = new StartedMember(
                layout,
                marks,
                candidacy,
                watch,
                contact,
                clients,
                tls,
                exchange::waitingFor,
                settings.timeouts(),
                running::get,
                this::close);
        watch.start();
        exchange.start();
        if (isAlone(layout) && exchange.waitingFor().isEmpty()) {
            begin(raft);
        }
        return started;
    }

    /** Where others are asked, Raft starts later, on a thread of its own: the threads of calls must not wait. */
    private HelloOutcome outcome(GroupLayout layout, RaftPhase raft) {
        return new HelloOutcome() {
            @Override
            public void accepted() {
                if (!isAlone(layout)) {
                    DaemonThreads.named("raft-start")
                            .newThread(() -> beginLater(raft))
                            .start();
                }
            }

            @Override
            public void refused(Fault fault, String text) {
                failStop.halt(fault, text, null);
            }
        };
    }

    private static boolean isAlone(GroupLayout layout) {
        return layout.memberIds().size() == 1;
    }

    private synchronized void begin(RaftPhase raft) throws MemberFaultException {
        if (!closed) {
            raft.start(running::set);
        }
    }

    private void beginLater(RaftPhase raft) {
        try {
            begin(raft);
        } catch (MemberFaultException e) {
            // A failed start disarms, so that what it takes apart reports nothing more; this is what is to be reported.
            target.halt(e.fault(), e.getMessage(), e.getCause());
        } catch (RuntimeException | Error e) {
            target.halt(Fault.RAFT_START_FAILED, "Raft did not start: " + e, e);
        }
    }

    private synchronized void close() {
        closed = true;
        opened.close();
    }

    private LeadershipWatch watch(MemberSettings.Member self) {
        return new LeadershipWatch(
                "leadership-" + self.id().name(),
                () -> StartedMember.leadership(running.get()),
                settings.timeouts().min().dividedBy(3));
    }

    private GroupPlace.Found place(MemberId member) {
        MemberParts parts = running.get();
        return parts == null
                ? new GroupPlace.Found(GroupPlace.UNKNOWN, false)
                : parts.view().found(member);
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
        MemberParts parts = running.get();
        return parts == null
                ? new GroupConfiguration(-1, false, false, List.of())
                : parts.view().group();
    }

    private boolean leaving() {
        MemberParts parts = running.get();
        return parts != null && parts.view().isLeaving();
    }

    private RemovalWatch removal(MemberStore store, LeaderContact contact, PeerClients clients) {
        return new RemovalWatch(
                settings.self(),
                store.identity().joins(),
                this::group,
                this::leaving,
                contact::since,
                settings.timeouts().leaderless(),
                clients,
                failStop);
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
}
