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

    private final MemberParts parts;
    private final AtomicBoolean handedOver = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    RatisClusterMember(MemberParts parts) {
        this.parts = parts;
    }

    /**
     * Checks the member's files and starts it: peer port first, then Raft. Returns as soon as Raft runs; whether there
     * is a leader is another matter.
     *
     * @param handler answers the other members; may be called before this returns
     * @param failStop ends the process after a fault in operation
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
        return parts.layout().self().id();
    }

    @Override
    public Leadership leadership() {
        return parts.leadership();
    }

    @Override
    public Duration sinceLeaderHeard() {
        return parts.sinceLeaderHeard();
    }

    @Override
    public void onLeadership(Consumer<Leadership> listener) {
        parts.watch().onLeadership(listener);
    }

    @Override
    public boolean caughtUp() {
        return parts.stateMachine().covered();
    }

    @Override
    public boolean recorded(KeyId key) {
        return parts.stateMachine().guard().recorded(key);
    }

    @Override
    public int recordedKeys() {
        return parts.stateMachine().guard().recordedKeys();
    }

    @Override
    public LedgerState ledger() {
        return parts.stateMachine().ledger();
    }

    @Override
    public CompletableFuture<Submission> submit(Command command) {
        return parts.submission().submit(command);
    }

    @Override
    public CompletableFuture<byte[]> callSign(MemberId to, byte[] request, Duration deadline) {
        return parts.clients().sign(to, request, deadline);
    }

    @Override
    public CompletableFuture<byte[]> callStatus(MemberId to, byte[] request, Duration deadline) {
        return parts.clients().status(to, request, deadline);
    }

    @Override
    public CompletableFuture<MemberId> transferLeadership(Optional<MemberId> to, Duration timeout) {
        return parts.transfer().start(to, timeout);
    }

    @Override
    public void standForElection(boolean stands) {
        parts.candidacy().stand(stands);
    }

    /** The TLS material of all its ports and channels. */
    public MemberCertificates certificates() {
        return parts.certificates();
    }

    @Override
    public GroupConfiguration group() {
        return parts.view().group();
    }

    @Override
    public CompletableFuture<GroupConfiguration> changeGroup(
            GroupChange change, GroupConfiguration from, Duration timeout) {
        return parts.changes().start(change, from, timeout);
    }

    @Override
    public GroupStatus status() {
        return parts.view().status(leadership());
    }

    /** The parts, for tests of what they do under load and faults. */
    MemberParts parts() {
        return parts;
    }

    /** Leadership first, while everything still answers; Raft then; the ports last. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        handLeadershipOver(parts.transferTimeout());
        parts.close();
    }

    @Override
    public Optional<MemberId> handLeadershipOver(Duration timeout) {
        boolean leads = leadership().role() == Leadership.Role.LEADER
                && parts.view().voters().size() > 1;
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
