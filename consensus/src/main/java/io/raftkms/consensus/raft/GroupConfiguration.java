package io.raftkms.consensus.raft;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The members of the cluster as the newest configuration entry in this member's log names them. It counts from the moment
 * it is in the log, committed or not; what raftkms.toml says does not count any more once there is one.
 *
 * @param index of its log entry, -1 before there is any: then these are the configured members
 * @param committed whether it is known here to be committed
 * @param changing whether the log is between two groups, and both have to agree to everything
 * @param members of the new group while changing
 */
public record GroupConfiguration(long index, boolean committed, boolean changing, List<MemberSettings.Member> members) {
    public GroupConfiguration {
        members = List.copyOf(members);
    }

    /** Committed, and no change under way. */
    public boolean settled() {
        return committed && !changing;
    }

    public Optional<MemberSettings.Member> find(MemberId id) {
        return members.stream().filter(member -> member.id().equals(id)).findFirst();
    }

    public Optional<MemberSettings.Member> named(String name) {
        return members.stream()
                .filter(member -> member.id().name().equals(name))
                .findFirst();
    }

    public Set<MemberId> ids() {
        return members.stream().map(MemberSettings.Member::id).collect(Collectors.toUnmodifiableSet());
    }

    public Set<MemberId> voters() {
        return ids(false);
    }

    public Set<MemberId> listeners() {
        return ids(true);
    }

    private Set<MemberId> ids(boolean listener) {
        return members.stream()
                .filter(member -> member.listener() == listener)
                .map(MemberSettings.Member::id)
                .collect(Collectors.toUnmodifiableSet());
    }
}
