package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.hello.Forced;
import io.raftkms.consensus.raft.store.LogPosition;

/** Takes down what this member's disk holds, for the others, and what theirs hold, for later. */
interface Testimony {
    /** What the own disk holds by now. */
    void forced(Forced now);

    /** The leader, which is this member, has an acknowledgement of this entry; returns at once. */
    void acknowledged(MemberId by, LogPosition entry);

    /** Forces what was learnt since the last time. */
    void forceLearnt();
}
