package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.PeerClients;
import io.raftkms.consensus.raft.peer.PortBinding;
import io.raftkms.consensus.raft.store.AwayVoters;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.DirectoryWatch;
import io.raftkms.consensus.raft.store.ElectionParts;
import io.raftkms.consensus.raft.store.ForcedVoteRpc;
import io.raftkms.consensus.raft.store.MemberStore;
import io.raftkms.consensus.raft.store.VoteDirectoryForce;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of a start: Raft, once the others let this member run. Everything that it takes was there before.
 *
 * @param opened what is opened here is closed with it, before what was opened earlier
 */
record RaftPhase(
        MemberSettings settings,
        GroupLayout layout,
        MemberTls tls,
        MemberStore store,
        MarkGuard marks,
        MemberHello hello,
        PeerClients clients,
        GroupRoster roster,
        RemovalWatch removal,
        Candidacy candidacy,
        KnownGroups groups,
        LeaderContact contact,
        LeadershipWatch watch,
        ExecutorService calls,
        Executor snapshotWriting,
        ScheduledExecutorService timer,
        ArmedFailStop failStop,
        MemberOptions options,
        OpenedParts opened) {
    private static final Logger LOG = LoggerFactory.getLogger(RaftPhase.class);
    private static final Duration DIVISION_WATCHED_EVERY = Duration.ofMillis(200);
    /** Two looks at the names of directories. */
    private static final Duration DIRECTORY_WATCHED_EVERY = Duration.ofMillis(200);

    private static final Duration FORCED_TOLD_EVERY = Duration.ofSeconds(1);

    /**
     * @param running takes the parts as soon as Raft runs
     */
    void start(Consumer<MemberParts> running) throws MemberFaultException {
        MemberId self = settings.self();
        MemberThreads threads = new MemberThreads(self, failStop);
        VoteDirectoryForce votes = store.voteDirectory(failStop, threads::otherElectionWrites);
        AwayVoters away = new AwayVoters(System::nanoTime);
        LedgerStateMachine stateMachine = new LedgerStateMachine(
                marks,
                failStop,
                new GroupRecord(store.groupFile(), groups, failStop),
                (leader, term) -> leads(leader, term, votes, away),
                watch::lookSoon,
                snapshotWriting,
                hello::takeAcknowledgements,
                options.observer(),
                removal::closed);
        ElectionParts election = new ElectionParts(
                votes, candidacy::stands, (voter, term) -> hello.voted(GroupLayout.memberId(voter), term), away);
        RaftServer server = server(election, stateMachine, threads);
        RaftServer.Division division = division(server);
        groups.running(GroupLog.of(division));
        DivisionView view = new DivisionView(division, stateMachine::covered);
        Acknowledgements acknowledgements = new Acknowledgements(division, view::matchIndexes, hello);
        hello.acknowledgements(acknowledgements::take);
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
        running.accept(new MemberParts(view, stateMachine, submission, transfer, changes, contact));
        watch.lookSoon();
        watch(server, division, view, acknowledgements, votes, threads);
    }

    private void watch(
            RaftServer server,
            RaftServer.Division division,
            DivisionView view,
            Acknowledgements acknowledgements,
            VoteDirectoryForce votes,
            MemberThreads threads)
            throws MemberFaultException {
        Duration look = settings.timeouts().min().dividedBy(3);
        every(look, () -> view.observe(contact));
        every(look, new GroupFollower(view::group, roster, clients, hello));
        every(look, groups::observe);
        every(RemovalWatch.LOOK, removal);
        every(FORCED_TOLD_EVERY, new ForcedWatch(division, acknowledgements, votes::forcedTerm, hello));
        every(
                DIVISION_WATCHED_EVERY,
                new DivisionWatch(
                        server, division, threads::electionRuns, removal::closed, failStop, System::nanoTime));
        every(
                DIRECTORY_WATCHED_EVERY,
                DirectoryWatch.of(new DataDirectory(settings.dataDirectory()), layout.directoryName(), failStop));
    }

    private void leads(RaftPeerId leader, long term, VoteDirectoryForce votes, AwayVoters away) {
        if (leader.equals(GroupLayout.peerId(settings.self()))) {
            votes.forceOwnVote(term, leader.toString());
        } else {
            votes.forceTerm(term);
            away.isThere(leader);
        }
    }

    private RaftServer server(ElectionParts election, LedgerStateMachine stateMachine, MemberThreads threads)
            throws MemberFaultException {
        RaftPortServices services =
                opened.add(new RaftPortServices(settings.self(), candidacy::stands, roster, tls::isRevoked, groups));
        RaftProperties properties = RatisProperties.of(settings, layout.self(), options.tuning());
        Parameters parameters = new Parameters();
        GrpcConfigKeys.TLS.setConf(parameters, tls.forRatis());
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, services);
        ForcedVoteRpc.install(properties, parameters, election);
        PortBinding port =
                new PortBinding("Raft", settings.bindHost(), layout.self().raftPort());
        port.requireFree();
        RaftServer server = opened.add(RaftStart.start(
                layout,
                layout.group(store.identity().joins()),
                properties,
                port,
                parameters,
                stateMachine,
                threads,
                failStop));
        opened.add(failStop::disarm);
        return server;
    }

    private RaftServer.Division division(RaftServer server) throws MemberFaultException {
        try {
            return server.getDivision(layout.groupId());
        } catch (IOException e) {
            throw new MemberFaultException(Fault.RAFT_START_FAILED, "Raft has no group: " + e.getMessage(), e);
        }
    }

    private void every(Duration period, Runnable task) {
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
