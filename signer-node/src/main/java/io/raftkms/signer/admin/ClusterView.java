package io.raftkms.signer.admin;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.GroupStatus;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.rule.KeyId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Builds reports from this member's knowledge and from what the others answer. */
public final class ClusterView {
    /** A member that takes longer to tell about itself is reported as not reachable. */
    static final Duration PEER_ANSWER = Duration.ofSeconds(1);

    private final ClusterMember member;
    private final String clusterId;
    private final Supplier<MemberFacts> ownFacts;
    private final List<KeyId> configuredKeys;
    private final Duration leaderless;

    /**
     * @param configuredKeys keys that this member's configuration wants to sign with
     * @param leaderless longer than this without a leader and there is none
     */
    public ClusterView(
            ClusterMember member,
            String clusterId,
            Supplier<MemberFacts> ownFacts,
            List<KeyId> configuredKeys,
            Duration leaderless) {
        this.member = member;
        this.clusterId = clusterId;
        this.ownFacts = ownFacts;
        this.configuredKeys = List.copyOf(configuredKeys);
        this.leaderless = leaderless;
    }

    /** This member's facts in the form that the others read. */
    public byte[] factsForPeers() {
        return AdminJson.bytes(ownFacts.get());
    }

    /** The ledger as applied here. */
    public LedgerReport ledger() {
        return LedgerReport.of(member.self().name(), member.status().appliedIndex(), member.ledger());
    }

    /** Who leads, if a leader was heard of within the leaderless limit. */
    public Optional<MemberId> leader() {
        return member.sinceLeaderHeard().compareTo(leaderless) < 0
                ? member.leadership().leader()
                : Optional.empty();
    }

    /** Asks every other member; completes within {@link #PEER_ANSWER} and a little. */
    public CompletableFuture<ClusterReport> report() {
        GroupStatus group = member.status();
        Map<MemberId, CompletableFuture<Optional<MemberFacts>>> answers =
                new TreeMap<>(java.util.Comparator.comparing(MemberId::toString));
        group.members().forEach(one -> answers.put(one.id(), factsOf(one.id())));
        return CompletableFuture.allOf(answers.values().toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> assemble(group, answers));
    }

    /** Whether a vote that arrived now would be signed, from this member's knowledge alone; empty when it would. */
    public Optional<NotReady> notReady() {
        Optional<String> waiting = member.waitingFor();
        if (waiting.isPresent()) {
            return waiting.map(NotReady::hello);
        }
        if (member.group().listeners().contains(member.self())) {
            return NotReady.ofListener(leader(), member.status());
        }
        return NotReady.find(
                leader(), member.leadership(), member.ledger(), configuredKeys, ownFacts.get(), member.status());
    }

    private CompletableFuture<Optional<MemberFacts>> factsOf(MemberId id) {
        if (id.equals(member.self())) {
            return CompletableFuture.completedFuture(Optional.of(ownFacts.get()));
        }
        return member.callStatus(id, new byte[0], PEER_ANSWER)
                .thenApply(bytes -> Optional.of(AdminJson.read(bytes, MemberFacts.class)))
                .exceptionally(unreachable -> Optional.empty());
    }

    private ClusterReport assemble(GroupStatus group, Map<MemberId, CompletableFuture<Optional<MemberFacts>>> answers) {
        Optional<NotReady> notReady = notReady();
        Optional<MemberId> leader = leader();
        Leadership leadership = group.leadership();
        List<ClusterReport.Member> members = new ArrayList<>();
        for (GroupStatus.Member one : group.members()) {
            members.add(memberReport(group, one, leader, answers.get(one.id()).join()));
        }
        return new ClusterReport(
                notReady.isEmpty(),
                notReady.map(NotReady::cause).orElse(null),
                notReady.map(NotReady::next).orElse(null),
                clusterId,
                member.self().name(),
                leader.map(MemberId::name).orElse(null),
                leadership.term(),
                group.commitIndex(),
                group.appliedIndex(),
                members,
                LedgerReport.keys(member.ledger()));
    }

    private ClusterReport.Member memberReport(
            GroupStatus group, GroupStatus.Member one, Optional<MemberId> leader, Optional<MemberFacts> facts) {
        boolean leads = leader.isPresent() && leader.get().equals(one.id());
        String role = facts.isEmpty() ? "unknown" : leads ? "leader" : roleOf(one);
        return new ClusterReport.Member(
                one.id().name(),
                one.id().nonce(),
                one.address(),
                role,
                facts.isPresent(),
                one.lastHeard().map(Duration::toMillis).orElse(null),
                one.matchIndex()
                        .map(match -> Math.max(0, group.commitIndex() - match))
                        .orElse(null),
                facts.orElse(null));
    }

    private String roleOf(GroupStatus.Member one) {
        Leadership.Role own = member.leadership().role();
        Leadership.Role role = one.id().equals(member.self()) ? own : one.role();
        return role.name().toLowerCase(java.util.Locale.ROOT);
    }
}
