package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.MemberId;
import java.util.OptionalLong;

/** Who may call this member. Asked for every call, since the group may change under an open connection. */
public interface Roster {
    /** Raft's messages, and what only tells. */
    boolean mayCall(MemberId caller);

    /** Forwarded signing requests. */
    boolean maySign(MemberId caller);

    /** The log entry that names the group, if that is committed: told to those who are not in it. */
    OptionalLong group();
}
