package io.raftkms.signer.admin;

import io.raftkms.consensus.raft.GroupConfiguration;
import io.raftkms.consensus.raft.MemberId;
import java.util.Collection;
import java.util.List;

/**
 * The group after a change.
 *
 * @param entry log entry that names it
 * @param milliseconds that the change took
 */
public record GroupReport(long entry, List<String> voters, List<String> listeners, long milliseconds) {
    static GroupReport of(GroupConfiguration group, long milliseconds) {
        return new GroupReport(group.index(), names(group.voters()), names(group.listeners()), milliseconds);
    }

    private static List<String> names(Collection<MemberId> members) {
        return members.stream().map(MemberId::name).sorted().toList();
    }
}
