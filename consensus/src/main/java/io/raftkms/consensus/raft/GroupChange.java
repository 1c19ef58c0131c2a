package io.raftkms.consensus.raft;

/** One step from one group to the next. More than one member never changes at once. */
public sealed interface GroupChange {
    /** Takes a member in that runs already, with a home of its own and no data: as voter or, if it is one, as listener. */
    record Add(MemberSettings.Member member) implements GroupChange {}

    /** Takes a member out for ever: its id never comes back. */
    record Remove(MemberId member) implements GroupChange {}
}
