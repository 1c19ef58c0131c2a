package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.PeerClients;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A member from the moment that it answers others. Raft runs in it once the others let it.
 *
 * @param marks what the records of this member hold, known before Raft runs
 * @param waitingFor who is waited for before; empty once Raft may start
 * @param running the parts of Raft; null before it runs
 * @param closing closes everything
 */
record StartedMember(
        GroupLayout layout,
        MarkGuard marks,
        Candidacy candidacy,
        LeadershipWatch watch,
        LeaderContact contact,
        PeerClients clients,
        Supplier<Optional<String>> waitingFor,
        MemberSettings.Timeouts timeouts,
        Supplier<MemberParts> running,
        Runnable closing) {

    Optional<MemberParts> raft() {
        return Optional.ofNullable(running.get());
    }

    /** Of a member that may not run Raft yet, with null for its parts. */
    static Leadership leadership(MemberParts parts) {
        return parts == null
                ? new Leadership(Leadership.Role.STARTING, Optional.empty(), 0, false)
                : parts.leadership();
    }

    Duration sinceLeaderHeard() {
        return raft().map(MemberParts::sinceLeaderHeard).orElseGet(contact::since);
    }

    /** As configured, while Raft does not run. */
    GroupConfiguration group() {
        return raft().map(parts -> parts.view().group())
                .orElseGet(() -> new GroupConfiguration(-1, false, false, layout.configured()));
    }

    /** As configured, while Raft does not run. */
    GroupStatus status() {
        Leadership leadership = leadership(running.get());
        return raft().map(parts -> parts.view().status(leadership))
                .orElseGet(() -> new GroupStatus(leadership, -1, -1, configured(leadership)));
    }

    private List<GroupStatus.Member> configured(Leadership leadership) {
        return layout.configured().stream()
                .map(member -> new GroupStatus.Member(
                        member.id(),
                        member.host() + ":" + member.raftPort(),
                        roleOf(member, leadership),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
    }

    private Leadership.Role roleOf(MemberSettings.Member member, Leadership own) {
        if (member.equals(layout.self())) {
            return own.role();
        }
        return member.listener() ? Leadership.Role.LISTENER : Leadership.Role.FOLLOWER;
    }
}
