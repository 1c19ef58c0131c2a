package io.raftkms.consensus.raft;

import java.util.Optional;

/**
 * Who leads, as far as this member knows.
 *
 * @param role this member's own role
 * @param leader the leader it follows or is, if any
 * @param term Raft term
 * @param ready true on a leader that accepts commands (its first entry is committed, it is not stepping down,
 *     and has applied all that it had applied before its start)
 */
public record Leadership(Role role, Optional<MemberId> leader, long term, boolean ready) {
    /** As {@code follows b in term 3}. */
    @Override
    public String toString() {
        String where = " in term " + term;
        return switch (role) {
            case STARTING -> "Raft starts" + where;
            case CANDIDATE -> "no leader, this member stands for election" + where;
            case LEADER -> "leads" + where + (ready ? "" : ", not ready yet");
            case FOLLOWER, LISTENER ->
                leader.map(one -> "follows " + one.name() + where).orElse("no leader" + where);
        };
    }

    /** Raft roles; {@code STARTING} until the Raft server runs. */
    public enum Role {
        STARTING,
        FOLLOWER,
        CANDIDATE,
        LEADER,
        LISTENER
    }
}
