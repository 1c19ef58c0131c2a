package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.KeyId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running member on Apache Ratis. Made of parts that each do one thing; {@link MemberStart} puts them together. */
public final class RatisClusterMember implements ClusterMember {
    private static final Logger LOG = LoggerFactory.getLogger(RatisClusterMember.class);

    private static final Submission NOT_RUNNING =
            new Submission.NoOutcome("this member waits for hello from others", Optional.empty(), true);

    private final StartedMember started;
    private final AtomicBoolean handedOver = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    RatisClusterMember(StartedMember started) {
        this.started = started;
    }

    /**
     * Checks the member's files and starts it: the peer port, the hello to the others, then Raft. In a cluster of one it
     * returns when Raft runs. Otherwise it returns before: Raft starts when a majority of the members lets it, and until
     * then {@link #waitingFor} says who is missing.
     *
     * @param handler answers the other members; may be called before this returns
     * @param failStop ends the process after a fault in operation, or when another member does not let this one run
     * @param clock for the validity of certificates
     * @param observer told what is applied, from before this returns
     * @throws MemberFaultException saying what is wrong; then nothing is left open
     */
    public static RatisClusterMember start(
            MemberSettings settings, PeerHandler handler, FailStop failStop, Clock clock, AppliedObserver observer)
            throws MemberFaultException {
        return start(settings, handler, failStop, MemberOptions.production(settings.timeouts(), clock, observer));
    }

    static RatisClusterMember start(
            MemberSettings settings, PeerHandler handler, FailStop failStop, MemberOptions options)
            throws MemberFaultException {
        return new RatisClusterMember(MemberStart.start(settings, handler, failStop, options));
    }

    @Override
    public MemberId self() {
        return started.layout().self().id();
    }

    @Override
    public Leadership leadership() {
        return StartedMember.leadership(started.running().get());
    }

    @Override
    public Duration sinceLeaderHeard() {
        return started.sinceLeaderHeard();
    }

    @Override
    public void onLeadership(Consumer<Leadership> listener) {
        started.watch().onLeadership(listener);
    }

    @Override
    public boolean caughtUp() {
        return started.raft().map(parts -> parts.stateMachine().covered()).orElse(false);
    }

    @Override
    public boolean recorded(KeyId key) {
        return started.marks().recorded(key);
    }

    @Override
    public int recordedKeys() {
        return started.marks().recordedKeys();
    }

    @Override
    public LedgerState ledger() {
        return started.raft().map(parts -> parts.stateMachine().ledger()).orElse(LedgerState.EMPTY);
    }

    @Override
    public CompletableFuture<Submission> submit(Command command) {
        return started.raft()
                .map(parts -> parts.submission().submit(command))
                .orElseGet(() -> CompletableFuture.completedFuture(NOT_RUNNING));
    }

    @Override
    public CompletableFuture<byte[]> callSign(MemberId to, byte[] request, Duration deadline) {
        return started.clients().sign(to, request, deadline);
    }

    @Override
    public CompletableFuture<byte[]> callStatus(MemberId to, byte[] request, Duration deadline) {
        return started.clients().status(to, request, deadline);
    }

    @Override
    public CompletableFuture<MemberId> transferLeadership(Optional<MemberId> to, Duration timeout) {
        return started.raft()
                .map(parts -> parts.transfer().start(to, timeout))
                .orElseGet(() ->
                        CompletableFuture.failedFuture(new TransferException("Raft does not run here yet", null)));
    }

    @Override
    public CompletableFuture<Void> stepDown(Duration timeout) {
        return started.raft()
                .map(parts -> parts.transfer().stepDown(timeout))
                .orElseGet(() ->
                        CompletableFuture.failedFuture(new TransferException("Raft does not run here yet", null)));
    }

    @Override
    public void standForElection(boolean stands) {
        started.candidacy().stand(stands);
    }

    /** The TLS material of all its ports and channels. */
    public MemberCertificates certificates() {
        return started.certificates();
    }

    @Override
    public GroupConfiguration group() {
        return started.group();
    }

    @Override
    public CompletableFuture<GroupConfiguration> changeGroup(
            GroupChange change, GroupConfiguration from, Duration timeout) {
        return started.raft()
                .map(parts -> parts.changes().start(change, from, timeout))
                .orElseGet(() -> CompletableFuture.failedFuture(new GroupChangeException(
                        GroupChangeException.Reason.NOT_LEADER, "Raft does not run here yet", null)));
    }

    @Override
    public GroupStatus status() {
        return started.status();
    }

    @Override
    public Optional<String> waitingFor() {
        return started.waitingFor().get();
    }

    /** The parts, for tests of what they do under load and faults; Raft must run. */
    MemberParts parts() {
        return started.raft().orElseThrow();
    }

    /** Leadership first, while everything still answers; Raft then; the ports last. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        handLeadershipOver(started.timeouts().leaderless());
        started.closing().run();
    }

    /** As when the process is killed, as far as the others can tell. */
    void closeAtOnce() {
        closed.set(true);
        started.closing().run();
    }

    @Override
    public Optional<MemberId> handLeadershipOver(Duration timeout) {
        boolean leads = leadership().role() == Leadership.Role.LEADER
                && parts().view().voters().size() > 1;
        if (!handedOver.compareAndSet(false, true) || !leads) {
            return Optional.empty();
        }
        try {
            // The transfer keeps its own time; this only bounds the wait for a reply that never comes.
            return Optional.of(transferLeadership(Optional.empty(), timeout)
                    .get(timeout.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Stopping as leader: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
