package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.Roster;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Who may call this member.
 *
 * <table>
 * <caption>By the newest group in the own log</caption>
 * <tr><th>caller<th>Raft's messages, status<th>Sign
 * <tr><td>voter<td>yes<td>yes
 * <tr><td>listener<td>yes<td>no
 * <tr><td>not in it, was in it before<td>no<td>no
 * <tr><td>not in it, but configured in raftkms.toml<td>yes<td>no
 * <tr><td>anybody else<td>no<td>no
 * </table>
 *
 * A configured member that the log does not know (yet) may speak because the own log may be old: the others may have
 * taken it in while this member was away, and made it leader. Raft itself takes messages from whoever sends them; what
 * keeps it safe is that a majority is counted by the log: decision 0041.
 */
final class GroupRoster implements Roster {
    private final Set<MemberId> configured;
    private final Set<MemberId> configuredVoters;
    private final Supplier<GroupConfiguration> group;
    private final Set<MemberId> removed = ConcurrentHashMap.newKeySet();
    private volatile Set<MemberId> before = Set.of();

    /**
     * @param configured members in raftkms.toml
     * @param group the newest in the own log; with no members while that is not open
     */
    GroupRoster(Collection<MemberSettings.Member> configured, Supplier<GroupConfiguration> group) {
        GroupConfiguration file = new GroupConfiguration(-1, false, false, List.copyOf(configured));
        this.configured = file.ids();
        this.configuredVoters = file.voters();
        this.group = group;
    }

    @Override
    public boolean mayCall(MemberId caller) {
        GroupConfiguration now = group.get();
        return now.ids().contains(caller) || (configured.contains(caller) && !removed.contains(caller));
    }

    @Override
    public boolean maySign(MemberId caller) {
        GroupConfiguration now = group.get();
        return now.index() < 0
                ? configuredVoters.contains(caller)
                : now.voters().contains(caller);
    }

    @Override
    public OptionalLong group() {
        GroupConfiguration now = group.get();
        return now.settled() ? OptionalLong.of(now.index()) : OptionalLong.empty();
    }

    /** Remembers who left; asked whenever the group may have changed. */
    void observe(GroupConfiguration now) {
        if (!now.settled()) {
            return;
        }
        Set<MemberId> left = new HashSet<>(before);
        left.removeAll(now.ids());
        removed.addAll(left);
        before = now.ids();
    }
}
