package io.raftkms.consensus.raft;

import static io.raftkms.consensus.raft.GroupChangeException.Reason.CONFLICT;
import static io.raftkms.consensus.raft.GroupChangeException.Reason.LEADS;
import static io.raftkms.consensus.raft.GroupChangeException.Reason.NOT_LEADER;
import static io.raftkms.consensus.raft.GroupChangeException.Reason.NO_ANSWER;
import static io.raftkms.consensus.raft.GroupChangeException.Reason.NO_SUCH_CHANGE;
import static io.raftkms.consensus.raft.GroupChangeException.Reason.QUORUM;
import static io.raftkms.consensus.raft.GroupChangeException.Reason.TOO_FEW;
import static io.raftkms.consensus.raft.GroupChangeException.Reason.UNFIT;
import static io.raftkms.consensus.raft.GroupChangeException.Reason.UNKNOWN;

import io.raftkms.consensus.raft.GroupChangeException.Reason;
import io.raftkms.consensus.raft.peer.PeerClients;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.server.RaftServer;

/**
 * Changes the group on the leader, one member at a time, each change compared with the group that it was meant for. A
 * new voter is brought up to date before it counts: Ratis sends it the log (or a snapshot) as it does to a listener, and
 * only then writes the entry that gives it a vote.
 *
 * <table>
 * <caption>What is refused</caption>
 * <tr><td>another change is under way, or the newest is not committed<td>CONFLICT
 * <tr><td>a member of that name, id or address is there already; the one to remove is not<td>NO_SUCH_CHANGE
 * <tr><td>a voter is added to a group of one, or taken out of one of three or two: decision 0058<td>TOO_FEW
 * <tr><td>of the voters then, fewer than a majority answer and are up to date<td>QUORUM
 * <tr><td>the leader is to be removed<td>LEADS
 * <tr><td>the new member, or a listener, does not answer<td>NO_ANSWER
 * <tr><td>what the new member answers speaks against it<td>UNFIT
 * </table>
 */
final class GroupChanges {
    /** Fewer cannot lose any of them. */
    private static final int FEWEST_VOTERS = 3;

    /** A voter further behind would hold up commits that need it. */
    private static final long MOST_BEHIND = 1000;

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final RaftServer server;
    private final RaftGroupId groupId;
    private final MemberId self;
    private final DivisionView view;
    private final Supplier<Leadership> leadership;
    private final PeerClients clients;
    private final Duration silent;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong nextCallId = new AtomicLong(1);
    private final AtomicBoolean underWay = new AtomicBoolean();

    /**
     * @param silent a follower that was not heard for longer does not count as up
     */
    GroupChanges(
            RaftServer server,
            RaftGroupId groupId,
            MemberId self,
            DivisionView view,
            Supplier<Leadership> leadership,
            PeerClients clients,
            Duration silent) {
        this.server = server;
        this.groupId = groupId;
        this.self = self;
        this.view = view;
        this.leadership = leadership;
        this.clients = clients;
        this.silent = silent;
    }

    /** As {@link ClusterMember#changeGroup}. */
    CompletableFuture<GroupConfiguration> start(GroupChange change, GroupConfiguration from, Duration timeout) {
        if (!underWay.compareAndSet(false, true)) {
            return failed(CONFLICT, "another change of the group is under way");
        }
        // What the checks throw becomes this call's outcome: the next change may be made after it.
        return CompletableFuture.completedFuture(change)
                .thenCompose(asked -> checked(asked, from))
                .thenCompose(to -> to.equals(from.members())
                        ? CompletableFuture.completedFuture(view.group())
                        : commit(from, to).thenApply(done -> view.group()))
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .handle(GroupChanges::outcome)
                .thenCompose(outcome -> outcome)
                .whenComplete((group, failure) -> {
                    if (change instanceof GroupChange.Add add) {
                        clients.dismiss(add.member().id());
                    }
                    underWay.set(false);
                });
    }

    /** The members after the change, if it may be made. */
    private CompletableFuture<List<MemberSettings.Member>> checked(GroupChange change, GroupConfiguration from) {
        Leadership now = leadership.get();
        if (now.role() != Leadership.Role.LEADER || !now.ready()) {
            return failed(NOT_LEADER, "this member does not lead, or is not ready yet");
        }
        GroupConfiguration current = view.group();
        if (!current.settled()) {
            return failed(CONFLICT, "the newest change of the group is not committed yet");
        }
        if (!current.ids().equals(from.ids()) || !current.voters().equals(from.voters())) {
            return failed(CONFLICT, "the group has changed meanwhile: it is that of entry " + current.index());
        }
        return change instanceof GroupChange.Add add
                ? added(add, current)
                : removed(((GroupChange.Remove) change).member(), current);
    }

    private CompletableFuture<List<MemberSettings.Member>> added(GroupChange.Add add, GroupConfiguration current) {
        MemberSettings.Member joiner = add.member();
        Optional<MemberSettings.Member> there = current.find(joiner.id());
        if (there.isPresent()) {
            return there.get().listener() == joiner.listener()
                    ? CompletableFuture.completedFuture(current.members())
                    : failed(
                            NO_SUCH_CHANGE,
                            joiner.id() + " is in the group already, as " + (joiner.listener() ? "voter" : "listener"));
        }
        Optional<String> taken = taken(joiner, current);
        if (taken.isPresent()) {
            return failed(NO_SUCH_CHANGE, taken.get());
        }
        Set<MemberId> voters = new HashSet<>(current.voters());
        if (!joiner.listener() && voters.size() < FEWEST_VOTERS - 1) {
            return failed(TOO_FEW, "a group of one does not grow: with two, neither could be lost");
        }
        Set<MemberId> upToDate = upToDate();
        if (!joiner.listener()) {
            voters.add(joiner.id());
            upToDate.add(joiner.id());
        }
        if (!isMajority(upToDate, voters)) {
            return failed(QUORUM, quorumText(voters, upToDate));
        }
        Map<MemberId, Duration> heard = view.lastHeard();
        // Ratis lets a listener that is away fail every change that brings a member up to date.
        for (MemberId listener : current.listeners()) {
            if (!answers(listener, heard)) {
                return failed(NO_ANSWER, "listener " + listener + " does not answer: start it, or remove it first");
            }
        }
        List<MemberSettings.Member> next = new ArrayList<>(current.members());
        next.add(joiner);
        return asked(add).thenApply(fit -> next);
    }

    private CompletableFuture<Void> asked(GroupChange.Add add) {
        MemberSettings.Member joiner = add.member();
        clients.invite(joiner);
        return clients.status(joiner.id(), new byte[0], ANSWER)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        return GroupChanges.<Void>failed(
                                NO_ANSWER,
                                joiner.id() + " does not answer on its peer port, " + joiner.host() + ":"
                                        + joiner.peerPort() + ": "
                                        + cause(failure).getMessage());
                    }
                    return add.objection()
                            .apply(answer)
                            .map(why -> GroupChanges.<Void>failed(UNFIT, why))
                            .orElseGet(() -> CompletableFuture.completedFuture(null));
                })
                .thenCompose(outcome -> outcome);
    }

    private static Optional<String> taken(MemberSettings.Member joiner, GroupConfiguration current) {
        for (MemberSettings.Member other : current.members()) {
            if (other.id().name().equals(joiner.id().name())) {
                return Optional.of("a member called " + joiner.id().name() + " is in the group already: " + other.id());
            }
            boolean samePort = other.raftPort() == joiner.raftPort() || other.peerPort() == joiner.peerPort();
            if (other.host().equals(joiner.host()) && samePort) {
                return Optional.of(other.id() + " has the ports of " + joiner.id() + " on " + other.host());
            }
        }
        return Optional.empty();
    }

    private CompletableFuture<List<MemberSettings.Member>> removed(MemberId leaving, GroupConfiguration current) {
        Optional<MemberSettings.Member> there = current.find(leaving);
        if (there.isEmpty()) {
            return failed(NO_SUCH_CHANGE, leaving + " is not in the group");
        }
        if (leaving.equals(self)) {
            return failed(LEADS, leaving + " leads");
        }
        Set<MemberId> voters = new HashSet<>(current.voters());
        voters.remove(leaving);
        Set<MemberId> upToDate = upToDate();
        if (!there.get().listener() && !isMajority(upToDate, voters)) {
            return failed(QUORUM, quorumText(voters, upToDate));
        }
        if (!there.get().listener() && current.voters().size() <= FEWEST_VOTERS) {
            return failed(
                    TOO_FEW,
                    "without " + leaving + " the group would have "
                            + (current.voters().size() - 1) + " of " + FEWEST_VOTERS + " voters");
        }
        return CompletableFuture.completedFuture(current.members().stream()
                .filter(member -> !member.id().equals(leaving))
                .toList());
    }

    /** This leader, and the followers that answer and lack little. */
    private Set<MemberId> upToDate() {
        Set<MemberId> upToDate = new HashSet<>();
        upToDate.add(self);
        Map<MemberId, Duration> heard = view.lastHeard();
        long needed = view.commitIndex() - MOST_BEHIND;
        view.matchIndexes().forEach((member, index) -> {
            if (index >= needed && answers(member, heard)) {
                upToDate.add(member);
            }
        });
        return upToDate;
    }

    private boolean answers(MemberId member, Map<MemberId, Duration> heard) {
        return heard.containsKey(member) && heard.get(member).compareTo(silent) <= 0;
    }

    private static boolean isMajority(Set<MemberId> some, Set<MemberId> voters) {
        return voters.stream().filter(some::contains).count() > voters.size() / 2;
    }

    private static String quorumText(Set<MemberId> voters, Set<MemberId> upToDate) {
        List<String> missing = voters.stream()
                .filter(voter -> !upToDate.contains(voter))
                .map(MemberId::name)
                .sorted()
                .toList();
        return "the group would have " + voters.size() + " voters, and too few of them are up to date: "
                + String.join(", ", missing) + (missing.size() == 1 ? " is not" : " are not");
    }

    private CompletableFuture<RaftClientReply> commit(GroupConfiguration from, List<MemberSettings.Member> to) {
        SetConfigurationRequest.Arguments arguments = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(peers(from.members(), false))
                .setListenersInCurrentConf(peers(from.members(), true))
                .setServersInNewConf(peers(to, false))
                .setListenersInNewConf(peers(to, true))
                .build();
        SetConfigurationRequest request =
                new SetConfigurationRequest(client, server.getId(), groupId, nextCallId.getAndIncrement(), arguments);
        try {
            return server.setConfigurationAsync(request).thenApply(reply -> {
                if (!reply.isSuccess()) {
                    throw new CompletionException(reply.getException());
                }
                return reply;
            });
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static List<RaftPeer> peers(List<MemberSettings.Member> members, boolean listeners) {
        return members.stream()
                .filter(member -> member.listener() == listeners)
                .map(GroupLayout::peer)
                .toList();
    }

    private static CompletableFuture<GroupConfiguration> outcome(GroupConfiguration group, Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedFuture(group);
        }
        Throwable cause = cause(failure);
        return CompletableFuture.failedFuture(
                cause instanceof GroupChangeException known
                        ? known
                        : new GroupChangeException(
                                reasonOf(cause), cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause));
    }

    private static Reason reasonOf(Throwable cause) {
        if (cause instanceof ReconfigurationInProgressException || cause instanceof SetConfigurationException) {
            return CONFLICT;
        }
        if (cause instanceof ReconfigurationTimeoutException) {
            return NO_ANSWER;
        }
        if (cause instanceof LeaderNotReadyException || cause instanceof LeaderSteppingDownException) {
            return NOT_LEADER;
        }
        return UNKNOWN;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static <T> CompletableFuture<T> failed(Reason reason, String why) {
        return CompletableFuture.failedFuture(new GroupChangeException(reason, why, null));
    }
}
