package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;

/** Where the group, by the newest configuration in the own log, has a member. */
public enum GroupPlace {
    VOTER,
    LISTENER,
    /** The group does not have this identity. */
    ABSENT,
    /** Raft does not run here yet, so there is no group to look at. */
    UNKNOWN;

    /** Looks a member up in the group as this member knows it now. */
    @FunctionalInterface
    public interface Lookup {
        GroupPlace of(MemberId member);
    }
}
