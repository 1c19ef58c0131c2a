package io.raftkms.signer;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.GroupChange;
import io.raftkms.consensus.raft.GroupConfiguration;
import io.raftkms.consensus.raft.GroupStatus;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.Submission;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KnownVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Member "a" of a cluster of three whose leadership, commits and calls a test moves by hand. The ledger is the real one:
 * what is committed here is decided by the real rule.
 */
public final class FakeMember implements ClusterMember {
    public static final MemberId SELF = new MemberId("a", "0a0a0a0a0a0a0a0a");
    public static final MemberId B = new MemberId("b", "0b0b0b0b0b0b0b0b");
    public static final MemberId C = new MemberId("c", "0c0c0c0c0c0c0c0c");

    /** A command on its way through the log. */
    public record Submitted(Command command, CompletableFuture<Submission> outcome) {
        /** The log or the leader is gone; the command may be committed or not. */
        public void lose(String reason) {
            outcome.complete(new Submission.NoOutcome(reason, Optional.empty(), false));
        }
    }

    /** A call to another member. */
    public record Call(MemberId to, byte[] request, Duration deadline, CompletableFuture<byte[]> reply) {}

    /** An order to hand leadership over. */
    public record Transfer(Optional<MemberId> to, CompletableFuture<MemberId> moved) {}

    /** An order to change the group. */
    public record Change(GroupChange change, CompletableFuture<GroupConfiguration> changed) {}

    public final List<Change> changes = new CopyOnWriteArrayList<>();
    public final List<Submitted> submitted = new CopyOnWriteArrayList<>();
    public final List<Call> calls = new CopyOnWriteArrayList<>();
    public final List<Call> statusCalls = new CopyOnWriteArrayList<>();
    public final List<Transfer> transfers = new CopyOnWriteArrayList<>();
    public final List<Boolean> candidacies = new CopyOnWriteArrayList<>();
    private final List<Consumer<Leadership>> listeners = new CopyOnWriteArrayList<>();

    private volatile Leadership leadership = new Leadership(Leadership.Role.FOLLOWER, Optional.empty(), 0, false);
    private volatile Duration sinceLeaderHeard = Duration.ZERO;
    private volatile LedgerState ledger = LedgerState.EMPTY;
    private final Map<MemberId, byte[]> statusReplies = new ConcurrentHashMap<>();
    private final Set<KeyId> recorded = ConcurrentHashMap.newKeySet();
    private volatile boolean caughtUp = true;
    private volatile boolean callsThrow;
    private volatile boolean committing;
    private long index;

    /** This member leads in a term, and accepts commands. */
    public void lead(long term) {
        change(new Leadership(Leadership.Role.LEADER, Optional.of(SELF), term, true));
    }

    /** This member leads, and does not accept commands yet, or not any more. */
    public void leadUnready(long term) {
        change(new Leadership(Leadership.Role.LEADER, Optional.of(SELF), term, false));
    }

    /** Another member leads. */
    public void follow(MemberId leader, long term) {
        change(new Leadership(Leadership.Role.FOLLOWER, Optional.of(leader), term, false));
    }

    /** Nobody leads. */
    public void loseLeader(long term) {
        change(new Leadership(Leadership.Role.CANDIDATE, Optional.empty(), term, false));
    }

    private void change(Leadership next) {
        leadership = next;
        listeners.forEach(listener -> listener.accept(next));
    }

    /** From now on every submitted command is committed at once. */
    public void commitAtOnce() {
        committing = true;
    }

    /** From now on a member answers status calls so; one without an answer does not answer. */
    public void answerStatus(MemberId of, byte[] reply) {
        statusReplies.put(of, reply);
    }

    /** From now on, calls to other members throw instead of failing later. */
    public void callsThrow(boolean now) {
        callsThrow = now;
    }

    /** As after a start with these keys in its records. */
    public void startWith(KeyId... keys) {
        recorded.addAll(List.of(keys));
        caughtUp = keys.length == 0;
    }

    /** All that it had applied before its start is applied again. */
    public void catchUp() {
        caughtUp = true;
    }

    public void heardLeader(Duration ago) {
        sinceLeaderHeard = ago;
    }

    /** Applies a command as committed, whoever submitted it. */
    public synchronized Submission.Applied commit(Command command) {
        Transition transition = ledger.apply(new Entry(KnownVersions.newest(), command), index + 1);
        ledger = transition.next();
        index++;
        return new Submission.Applied(transition.answer(), leadership.term(), index);
    }

    /** Commits a submitted command and tells whoever submitted it. */
    public void commit(Submitted one) {
        one.outcome().complete(commit(one.command()));
    }

    /** The last submitted command. */
    public Submitted lastSubmitted() {
        return submitted.get(submitted.size() - 1);
    }

    /** The last call to another member's Sign. */
    public Call lastCall() {
        return calls.get(calls.size() - 1);
    }

    @Override
    public MemberId self() {
        return SELF;
    }

    @Override
    public Leadership leadership() {
        return leadership;
    }

    @Override
    public Duration sinceLeaderHeard() {
        return sinceLeaderHeard;
    }

    @Override
    public void onLeadership(Consumer<Leadership> listener) {
        listeners.add(listener);
    }

    @Override
    public LedgerState ledger() {
        return ledger;
    }

    @Override
    public CompletableFuture<Submission> submit(Command command) {
        Submitted one = new Submitted(command, new CompletableFuture<>());
        submitted.add(one);
        if (committing) {
            commit(one);
        }
        return one.outcome();
    }

    @Override
    public CompletableFuture<byte[]> callSign(MemberId to, byte[] request, Duration deadline) {
        if (callsThrow) {
            throw new IllegalStateException("defect of the transport");
        }
        Call call = new Call(to, request, deadline, new CompletableFuture<>());
        calls.add(call);
        return call.reply();
    }

    @Override
    public CompletableFuture<byte[]> callStatus(MemberId to, byte[] request, Duration deadline) {
        Call call = new Call(to, request, deadline, new CompletableFuture<>());
        statusCalls.add(call);
        if (statusReplies.containsKey(to)) {
            call.reply().complete(statusReplies.get(to));
        }
        return call.reply();
    }

    @Override
    public CompletableFuture<MemberId> transferLeadership(Optional<MemberId> to, Duration timeout) {
        Transfer transfer = new Transfer(to, new CompletableFuture<>());
        transfers.add(transfer);
        return transfer.moved();
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public boolean recorded(KeyId key) {
        return recorded.contains(key);
    }

    @Override
    public int recordedKeys() {
        return recorded.size();
    }

    @Override
    public Optional<MemberId> handLeadershipOver(Duration timeout) {
        return Optional.empty();
    }

    @Override
    public GroupConfiguration group() {
        List<MemberSettings.Member> members = Stream.of(SELF, B, C)
                .map(id -> new MemberSettings.Member(id, id.name(), 26670, 26671))
                .toList();
        return new GroupConfiguration(0, true, false, members);
    }

    @Override
    public CompletableFuture<GroupConfiguration> changeGroup(
            GroupChange change, GroupConfiguration from, Duration timeout) {
        Change one = new Change(change, new CompletableFuture<>());
        changes.add(one);
        return one.changed();
    }

    @Override
    public void standForElection(boolean stands) {
        candidacies.add(stands);
    }

    @Override
    public GroupStatus status() {
        List<GroupStatus.Member> members = new ArrayList<>();
        for (MemberId id : List.of(SELF, B, C)) {
            Leadership.Role role =
                    leadership.leader().equals(Optional.of(id)) ? Leadership.Role.LEADER : Leadership.Role.FOLLOWER;
            members.add(new GroupStatus.Member(id, id.name() + ":26670", role, Optional.empty(), Optional.empty()));
        }
        return new GroupStatus(leadership, index, index, members);
    }

    @Override
    public void close() {}
}
