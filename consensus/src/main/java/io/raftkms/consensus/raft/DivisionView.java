package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.hello.GroupPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.LifeCycle;

/** What Ratis knows about the group, in our words. Reads fields that Ratis keeps readable without its locks. */
final class DivisionView {
    private final RaftServer.Division division;
    private final BooleanSupplier caughtUp;
    private volatile Members members = new Members(null, List.of());

    /**
     * @param caughtUp whether everything is applied again that this member had applied before its start
     */
    DivisionView(RaftServer.Division division, BooleanSupplier caughtUp) {
        this.division = division;
        this.caughtUp = caughtUp;
    }

    /**
     * @param steppingDown whether this member is handing leadership over, which Ratis does not show
     */
    Leadership leadership(boolean steppingDown) {
        DivisionInfo info = division.getInfo();
        long term = info.getCurrentTerm();
        if (info.getLifeCycleState() != LifeCycle.State.RUNNING) {
            return new Leadership(Leadership.Role.STARTING, Optional.empty(), term, false);
        }
        return switch (info.getCurrentRole()) {
            case LEADER ->
                new Leadership(
                        Leadership.Role.LEADER,
                        Optional.of(self()),
                        term,
                        info.isLeaderReady() && !steppingDown && caughtUp.getAsBoolean());
            case CANDIDATE -> new Leadership(Leadership.Role.CANDIDATE, Optional.empty(), term, false);
            case LISTENER -> new Leadership(Leadership.Role.LISTENER, leader(info), term, false);
            default -> new Leadership(Leadership.Role.FOLLOWER, leader(info), term, false);
        };
    }

    /** The newest configuration in the own log, committed or not. */
    GroupConfiguration group() {
        RaftConfiguration now = division.getRaftConf();
        Members read = members;
        if (read.of() != now) {
            read = Members.of(now);
            members = read;
        }
        boolean committed = now.getLogEntryIndex() <= division.getRaftLog().getLastCommittedIndex();
        boolean changing = !now.getPreviousPeers(RaftPeerRole.FOLLOWER).isEmpty();
        return new GroupConfiguration(now.getLogEntryIndex(), committed, changing, read.members());
    }

    /** Whether the log is between a group with this member and one without. */
    boolean isLeaving() {
        RaftConfiguration now = division.getRaftConf();
        return has(now::getPreviousPeers, self()) && !has(now::getCurrentPeers, self());
    }

    /**
     * Where the newest configuration in the own log, committed or not, has a member; a voter of any part is a voter. A
     * member that may have to learn itself what the group is says nothing of others: one without a vote of its own in
     * that log, or whose newest configuration may be cut off again.
     */
    private GroupPlace place(MemberId member) {
        RaftConfiguration now = division.getRaftConf();
        boolean knows = division.getInfo().getLifeCycleState() == LifeCycle.State.RUNNING
                && now.getLogEntryIndex() >= 0
                && voters().contains(self());
        if (!knows) {
            return GroupPlace.UNKNOWN;
        }
        if (voters().contains(member)) {
            return GroupPlace.VOTER;
        }
        if (has(now::getAllPeers, member)) {
            return GroupPlace.LISTENER;
        }
        return group().settled() ? GroupPlace.ABSENT : GroupPlace.UNKNOWN;
    }

    /** The place, and whether it can be cut off again. Committed first: the group may change in between. */
    GroupPlace.Found found(MemberId member) {
        GroupConfiguration before = group();
        GroupPlace place = place(member);
        return new GroupPlace.Found(place, before.committed() && before.index() == group().index());
    }

    private static boolean has(Function<RaftPeerRole, Collection<RaftPeer>> peers, MemberId member) {
        return Stream.of(RaftPeerRole.FOLLOWER, RaftPeerRole.LISTENER)
                .flatMap(role -> peers.apply(role).stream())
                .anyMatch(peer -> GroupLayout.memberId(peer.getId()).equals(member));
    }

    /** Of the group that is being left, too, while the log is between two. */
    Set<MemberId> voters() {
        Set<MemberId> voters = new HashSet<>();
        division.getRaftConf()
                .getAllPeers(RaftPeerRole.FOLLOWER)
                .forEach(peer -> voters.add(GroupLayout.memberId(peer.getId())));
        return voters;
    }

    /** A configuration of Ratis in our words; it does not change, so it is read once. */
    private record Members(RaftConfiguration of, List<MemberSettings.Member> members) {
        static Members of(RaftConfiguration configuration) {
            List<MemberSettings.Member> members = new ArrayList<>();
            for (RaftPeerRole role : List.of(RaftPeerRole.FOLLOWER, RaftPeerRole.LISTENER)) {
                configuration
                        .getCurrentPeers(role)
                        .forEach(peer -> members.add(GroupLayout.member(peer, role == RaftPeerRole.LISTENER)));
            }
            return new Members(configuration, List.copyOf(members));
        }
    }

    /** Highest index known to be committed. */
    long commitIndex() {
        return division.getRaftLog().getLastCommittedIndex();
    }

    void observe(LeaderContact contact) {
        if (division.getInfo().getLifeCycleState() == LifeCycle.State.RUNNING) {
            contact.observe(division.getInfo().getRoleInfoProto(), voters());
        }
    }

    GroupStatus status(Leadership leadership) {
        Map<MemberId, Duration> heard = lastHeard();
        Map<MemberId, Long> matched = matchIndexes();
        List<GroupStatus.Member> members = new ArrayList<>();
        for (RaftPeerRole role : List.of(RaftPeerRole.FOLLOWER, RaftPeerRole.LISTENER)) {
            for (RaftPeer peer : division.getRaftConf().getAllPeers(role)) {
                MemberId id = GroupLayout.memberId(peer.getId());
                members.add(new GroupStatus.Member(
                        id,
                        peer.getAddress(),
                        roleOf(id, role, leadership),
                        Optional.ofNullable(heard.get(id)),
                        Optional.ofNullable(matched.get(id))));
            }
        }
        return new GroupStatus(
                leadership,
                division.getRaftLog().getLastCommittedIndex(),
                division.getInfo().getLastAppliedIndex(),
                List.copyOf(members));
    }

    /** On the leader: the highest index that each follower holds. */
    Map<MemberId, Long> matchIndexes() {
        Map<MemberId, Long> matched = new HashMap<>();
        List<MemberId> followers = followers();
        long[] indexes = division.getInfo().getFollowerMatchIndices();
        // Ratis gives both in the order of its appenders, which changes when one begins anew; then neither is used.
        if (indexes != null && indexes.length == followers.size() && followers.equals(followers())) {
            for (int i = 0; i < indexes.length; i++) {
                matched.put(followers.get(i), indexes[i]);
            }
        }
        return matched;
    }

    private List<MemberId> followers() {
        return division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
                .map(GroupLayout::memberId)
                .toList();
    }

    /** On the leader: since when each follower has not answered; on a follower: the leader only. */
    Map<MemberId, Duration> lastHeard() {
        Map<MemberId, Duration> heard = new HashMap<>();
        RoleInfoProto role = division.getInfo().getRoleInfoProto();
        role.getLeaderInfo()
                .getFollowerInfoList()
                .forEach(other ->
                        heard.put(GroupLayout.memberId(other), Duration.ofMillis(other.getLastRpcElapsedTimeMs())));
        ServerRpcProto leader = role.getFollowerInfo().getLeaderInfo();
        if (leader.hasId() && !leader.getId().getId().isEmpty()) {
            heard.put(GroupLayout.memberId(leader), Duration.ofMillis(leader.getLastRpcElapsedTimeMs()));
        }
        return heard;
    }

    private Leadership.Role roleOf(MemberId id, RaftPeerRole configured, Leadership leadership) {
        if (id.equals(self())) {
            return leadership.role();
        }
        if (leadership.leader().equals(Optional.of(id))) {
            return Leadership.Role.LEADER;
        }
        return configured == RaftPeerRole.LISTENER ? Leadership.Role.LISTENER : Leadership.Role.FOLLOWER;
    }

    private MemberId self() {
        return GroupLayout.memberId(division.getId());
    }

    private static Optional<MemberId> leader(DivisionInfo info) {
        return Optional.ofNullable(info.getLeaderId()).map(GroupLayout::memberId);
    }
}
