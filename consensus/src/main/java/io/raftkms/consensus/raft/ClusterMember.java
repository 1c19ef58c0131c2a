package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.KeyId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** This process' place in the cluster, as the signer sees it. All methods may be called from any thread. */
public interface ClusterMember extends AutoCloseable {
    /** This member's own id. */
    MemberId self();

    /**
     * The members whose hello is waited for before Raft may start here, with reasons, as {@code b (no answer), c}; empty
     * once it may. Nothing is signed before.
     */
    default Optional<String> waitingFor() {
        return Optional.empty();
    }

    /** The newest that is known about who leads. Never blocks. */
    Leadership leadership();

    /**
     * Time since a leader was proven alive: on a follower since the leader last spoke, on the leader since a majority
     * (itself included) last answered. Zero for the leader of a cluster of one.
     */
    Duration sinceLeaderHeard();

    /** Calls the listener with every change, in order, on a thread of its own. */
    void onLeadership(Consumer<Leadership> listener);

    /**
     * True once everything is applied again that this member had applied before its start. Until then its ledger may
     * lack what it signed for: it answers nobody, submits nothing and is no ready leader. True at once on a first start.
     */
    boolean caughtUp();

    /**
     * Whether this member has ever applied the enrolment of a key, by the records that it keeps beside Raft: known from
     * the start on, before the log is applied again.
     */
    boolean recorded(KeyId key);

    /** Of how many keys {@link #recorded} is true. */
    int recordedKeys();

    /** The applied state: immutable, and committed whatever happens next; complete only if {@link #caughtUp}. */
    LedgerState ledger();

    /**
     * Proposes a command to the Raft log of this process with a fresh call id. The future never completes
     * exceptionally for a reason of Raft's: it ends as {@link Submission}. It completes on an executor, not on a
     * thread of Raft.
     */
    CompletableFuture<Submission> submit(Command command);

    /**
     * Calls another member's {@code Sign} handler.
     *
     * @return the reply's bytes; fails with {@link PeerCallException} on refusal, loss or deadline: outcome unknown
     */
    CompletableFuture<byte[]> callSign(MemberId to, byte[] request, Duration deadline);

    /** Calls another member's status handler, as {@link #callSign}. */
    CompletableFuture<byte[]> callStatus(MemberId to, byte[] request, Duration deadline);

    /**
     * Hands leadership over while this member goes on serving. Only on the leader.
     *
     * @param to the successor, or empty for the most up-to-date follower
     * @return the new leader; fails with {@link TransferException} saying why not
     */
    CompletableFuture<MemberId> transferLeadership(Optional<MemberId> to, Duration timeout);

    /**
     * Ends this member's leadership without naming a successor: an election follows, which it may win itself. Only on the
     * leader.
     *
     * @return completes when it does not lead any more; fails with {@link TransferException} saying why not
     */
    CompletableFuture<Void> stepDown(Duration timeout);

    /**
     * For a stop: hands leadership over if this member leads and others are there to take it, and waits for the end of
     * that. Once: later calls, that of {@link #close} among them, do nothing, so that what failed is not waited for twice.
     *
     * @param timeout after which it is given up
     * @return the new leader, if this call brought one about; why not is logged
     */
    Optional<MemberId> handLeadershipOver(Duration timeout);

    /**
     * Whether this member stands for election from now on; it does at start. One that does not goes on voting and
     * replicating, and a leader stays leader until leadership is handed over.
     */
    void standForElection(boolean stands);

    /** The members by the newest configuration entry in this member's log. */
    GroupConfiguration group();

    /**
     * Changes the group by one member. Only on the leader; signing goes on meanwhile.
     *
     * @param from the group that the change is meant for: refused if it is another one now
     * @param timeout after which the outcome counts as unknown
     * @return the new group, committed; fails with {@link GroupChangeException} saying why not
     */
    CompletableFuture<GroupConfiguration> changeGroup(GroupChange change, GroupConfiguration from, Duration timeout);

    /** Members, roles, indexes, as this member sees them; stale on a member that is cut off. */
    GroupStatus status();

    /** Hands leadership over unless that was tried, closes Raft, then the ports. Idempotent. */
    @Override
    void close();
}
