package io.raftkms.consensus.raft;

import java.util.Optional;

/**
 * Who leads, as far as this member knows.
 *
 * @param role this member's own role
 * @param leader the leader it follows or is, if any
 * @param term Raft term
 * @param ready true on a leader that accepts commands (its first entry is committed and it is not stepping down)
 */
public record Leadership(Role role, Optional<MemberId> leader, long term, boolean ready) {
    /** Raft roles; {@code STARTING} until the Raft server runs. */
    public enum Role {
        STARTING,
        FOLLOWER,
        CANDIDATE,
        LEADER,
        LISTENER
    }
}
