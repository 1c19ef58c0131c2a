package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.CommandCodec;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.ledger.UnknownEntryException;
import io.raftkms.consensus.raft.store.DiskFault;
import io.raftkms.consensus.raft.store.DurableFiles;
import io.raftkms.consensus.raft.store.KnownLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;

/**
 * The ledger as Ratis sees it: decodes committed entries, lets the ledger decide, and publishes the state. Decides
 * nothing itself.
 *
 * <table>
 * <caption>What ends the process here</caption>
 * <tr><th>event<th>fault
 * <tr><td>entry of an unknown version or kind<td>{@link Fault#ENTRY_UNKNOWN}
 * <tr><td>entry contradicts watermark or run record<td>theirs
 * <tr><td>the log is cut below what was applied, now or before the start<td>{@link Fault#WATERMARK_REGRESSION}
 * <tr><td>an installed snapshot ends before what is applied<td>{@link Fault#WATERMARK_REGRESSION}
 * <tr><td>anything else thrown while applying<td>{@link Fault#APPLY_FAILED}
 * <tr><td>snapshot unreadable<td>{@link Fault#RAFT_SNAPSHOT_DAMAGED}
 * <tr><td>snapshot or log not written<td>{@link Fault#DISK_WRITE_FAILED} or {@link Fault#FILE_LIMIT}
 * <tr><td>the file of the group was not written<td>{@link Fault#DISK_WRITE_FAILED} or {@link Fault#FILE_LIMIT}
 * <tr><td>Ratis shuts the group down by itself<td>{@link Fault#RAFT_CLOSED}, or {@link Fault#MEMBER_REMOVED}
 * </table>
 */
final class LedgerStateMachine extends BaseStateMachine {
    private final MarkGuard guard;
    private final FailStop failStop;
    private final GroupRecord groups;
    private final KnownLeader leaders;
    private final Runnable leadershipMoved;
    private final LedgerSnapshots storage = new LedgerSnapshots();
    private final SnapshotWriter snapshots;
    private final Runnable beforeRelease;
    private final AppliedObserver observer;
    private final Consumer<String> closed;

    /** Written by Ratis' one applying thread only. */
    private volatile LedgerState state = LedgerState.EMPTY;

    /**
     * @param groups told of each group that Ratis has written down
     * @param leaders told who leads, before the first entry of its term is taken
     * @param leadershipMoved told when something about leadership may have changed; must return at once
     * @param snapshotWriting writes snapshots, which may take as long as a force of all keys
     * @param beforeRelease run after each apply, before its answer can be released anywhere; must return at once
     * @param observer told what was applied; whatever it does has no effect here
     * @param closed told how Ratis closed the group by itself; ends the process
     */
    LedgerStateMachine(
            MarkGuard guard,
            FailStop failStop,
            GroupRecord groups,
            KnownLeader leaders,
            Runnable leadershipMoved,
            Executor snapshotWriting,
            Runnable beforeRelease,
            AppliedObserver observer,
            Consumer<String> closed) {
        this.guard = guard;
        this.failStop = failStop;
        this.groups = groups;
        this.leaders = leaders;
        this.leadershipMoved = leadershipMoved;
        this.snapshots = new SnapshotWriter(storage, snapshotWriting, failStop);
        this.beforeRelease = beforeRelease;
        this.observer = new GuardedObserver(observer);
        this.closed = closed;
    }

    LedgerState ledger() {
        return state;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage raftStorage) throws IOException {
        super.initialize(server, groupId, raftStorage);
        storage.init(raftStorage);
        getLifeCycle().startAndTransition(() -> load(false), IOException.class);
    }

    /** Ratis has put a newer snapshot in place while this was paused. */
    @Override
    public synchronized void reinitialize() throws IOException {
        getLifeCycle().startAndTransition(() -> load(true), IOException.class);
        snapshots.resume();
        leadershipMoved.run();
    }

    /**
     * Ratis asserts that a state machine is paused before it loads an installed snapshot. It calls this before it puts
     * the received files in place of the directory, and purges the log right after that, before {@link #reinitialize}:
     * so what was received is forced here.
     */
    @Override
    public synchronized void pause() {
        snapshots.pause();
        forceReceived();
        if (getLifeCycleState() == LifeCycle.State.RUNNING) {
            getLifeCycle().transition(LifeCycle.State.PAUSING);
            getLifeCycle().transition(LifeCycle.State.PAUSED);
        }
    }

    private void forceReceived() {
        try {
            for (Path file : storage.received()) {
                DurableFiles.force(file);
            }
        } catch (IOException e) {
            String detail = "The received snapshot could not be forced: " + DiskFault.rootReason(e);
            failStop.halt(DiskFault.kind(e), detail, e);
            throw new UncheckedIOException(detail, e);
        }
    }

    @Override
    public void close() throws IOException {
        snapshots.pause();
        super.close();
    }

    private void load(boolean installed) throws IOException {
        SingleFileSnapshotInfo newest = storage.loadLatestSnapshot();
        if (newest == null) {
            return;
        }
        try {
            if (installed) {
                SnapshotFiles.forceInstalled(newest);
            }
            requireNotBehind(newest.getTermIndex());
            Snapshot snapshot = SnapshotFiles.read(newest);
            guard.beforeRestored(snapshot);
            state = snapshot.state();
            setLastAppliedTermIndex(newest.getTermIndex());
            guard.applied(snapshot.term(), snapshot.index(), state);
            observer.restored(snapshot.term(), snapshot.index());
        } catch (MemberFaultException e) {
            failStop.halt(e.fault(), e.getMessage(), e);
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            failStop.halt(Fault.DISK_WRITE_FAILED, "The installed snapshot could not be forced", e);
            throw e;
        }
    }

    private void requireNotBehind(TermIndex snapshot) throws MemberFaultException {
        TermIndex applied = getLastAppliedTermIndex();
        if (snapshot.getIndex() < applied.getIndex()) {
            throw new MemberFaultException(
                    Fault.WATERMARK_REGRESSION,
                    "The leader's snapshot ends at " + snapshot + ", while this member has applied " + applied + ". "
                            + KnownLog.OTHERS_RESTORED);
        }
    }

    /**
     * Ratis is about to cut its log, which only ever concerns what was not committed; asked before the file is touched.
     * After a start Ratis itself takes nothing beyond the snapshot for committed.
     *
     * @param index the first entry that goes (Ratis' own comment says the last that stays; its code passes the first)
     */
    @Override
    public CompletableFuture<Void> truncate(long index) {
        long applied = Math.max(getLastAppliedTermIndex().getIndex(), guard.appliedBefore());
        if (index <= applied) {
            String detail = "The leader's log differs from entry " + index + " on, while this member has applied up to"
                    + " entry " + applied + ". " + KnownLog.OTHERS_RESTORED;
            failStop.halt(Fault.WATERMARK_REGRESSION, detail, null);
            throw new IllegalStateException(detail);
        }
        return CompletableFuture.completedFuture(null);
    }

    /** True once everything is applied again that this member had applied before its start. */
    boolean covered() {
        return guard.covered();
    }

    /** What this member keeps beside Raft. */
    MarkGuard guard() {
        return guard;
    }

    @Override
    public TransactionContext preAppendTransaction(TransactionContext transaction) {
        if (transaction.getClientRequest() != null
                && transaction.getClientRequest().getMessage() instanceof SubmittedMessage submitted) {
            submitted.markAppending();
        }
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto logEntry = transaction.getLogEntry();
        long term = logEntry.getTerm();
        long index = logEntry.getIndex();
        try {
            Entry entry = CommandCodec.decode(
                    logEntry.getStateMachineLogEntry().getLogData().toByteArray());
            Transition transition = state.apply(entry, index);
            guard.beforeApply(term, index, transition);
            state = transition.next();
            updateLastAppliedTermIndex(term, index);
            guard.applied(term, index, state);
            beforeRelease.run();
            observer.applied(new AppliedEntry(term, index, entry, transition.answer(), state));
            return CompletableFuture.completedFuture(new AppliedMessage(transition.answer(), term, index));
        } catch (UnknownEntryException e) {
            throw halted(Fault.ENTRY_UNKNOWN, index, e);
        } catch (MemberFaultException e) {
            throw halted(e.fault(), index, e);
        } catch (RuntimeException e) {
            throw halted(Fault.APPLY_FAILED, index, e);
        }
    }

    /** Ratis closes the group on what is thrown from apply. */
    private IllegalStateException halted(Fault fault, long index, Exception cause) {
        String detail = "Log entry " + index + " cannot be applied: " + cause.getMessage();
        failStop.halt(fault, detail, cause);
        return new IllegalStateException(detail, cause);
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        super.notifyTermIndexUpdated(term, index);
        try {
            guard.applied(term, index, state);
            observer.passed(term, index);
        } catch (MemberFaultException e) {
            throw halted(e.fault(), index, e);
        }
    }

    @Override
    public long takeSnapshot() {
        return snapshots.take(state, getLastAppliedTermIndex());
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
        leaders.leads(leader, currentTerm());
        leadershipMoved.run();
    }

    private long currentTerm() {
        try {
            return getServer().join().getDivision(getGroupId()).getInfo().getCurrentTerm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void notifyLeaderReady() {
        leadershipMoved.run();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        leadershipMoved.run();
    }

    @Override
    public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto configuration) {
        groups.written(term, index, configuration);
        leadershipMoved.run();
    }

    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto failed) {
        String which = failed == null ? "" : " at entry " + failed.getIndex();
        failStop.halt(
                DiskFault.kind(cause),
                "The Raft log could not be written" + which + ": " + DiskFault.rootReason(cause),
                cause);
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServers) {
        closed.accept("Ratis shut the group down");
    }

    @Override
    public void notifyGroupRemove() {
        closed.accept("Ratis removed the group");
    }
}
