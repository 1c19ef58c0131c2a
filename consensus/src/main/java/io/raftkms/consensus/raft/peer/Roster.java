package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.MemberId;
import java.util.Set;

/** Who belongs to the group: its newest configuration in the own log, or the configured members before that is open. */
@FunctionalInterface
public interface Roster {
    Set<MemberId> members();
}
