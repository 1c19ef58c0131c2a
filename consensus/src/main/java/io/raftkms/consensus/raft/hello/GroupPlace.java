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

    /**
     * A place in the group as this member knows it now.
     *
     * @param committed whether that group is known here to be committed: only then the place can no more be cut off
     */
    public record Found(GroupPlace place, boolean committed) {
        /** Whether the group has, or had for good, the member. */
        boolean listed() {
            return committed && (place == VOTER || place == LISTENER);
        }
    }

    /** Looks a member up in the group. */
    @FunctionalInterface
    public interface Lookup {
        Found of(MemberId member);
    }
}
