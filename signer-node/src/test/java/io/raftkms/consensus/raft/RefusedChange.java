package io.raftkms.consensus.raft;

/** A change of the group that the leader refuses. */
public final class RefusedChange {
    private RefusedChange() {}

    public static GroupChangeException because(GroupChangeException.Reason reason, String why) {
        return new GroupChangeException(reason, why, null);
    }
}
