package io.raftkms.consensus.raft;

import java.util.Optional;
import java.util.function.Function;

/** One step from one group to the next. More than one member never changes at once. */
public sealed interface GroupChange {
    /**
     * Takes a member in that runs already, with a home of its own and no data: as voter or, if it is one, as listener.
     *
     * @param objection what speaks against it, by what it answers to a status call; empty if nothing does
     */
    record Add(MemberSettings.Member member, Function<byte[], Optional<String>> objection) implements GroupChange {
        /** Whatever it answers. */
        public Add(MemberSettings.Member member) {
            this(member, answer -> Optional.empty());
        }
    }

    /** Takes a member out for ever: its id never comes back. */
    record Remove(MemberId member) implements GroupChange {}
}
