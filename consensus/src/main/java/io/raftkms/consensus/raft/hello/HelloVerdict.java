package io.raftkms.consensus.raft.hello;

/** What a member makes of another one's facts. */
public sealed interface HelloVerdict {
    /**
     * It may run as far as is known here.
     *
     * @param joins it is fresh and may be: the group never gave it a vote
     */
    record Accept(boolean joins) implements HelloVerdict {
        static final Accept PLAIN = new Accept(false);
    }

    /**
     * It may run unless the start that was accepted before still answers at the member's address.
     *
     * @param joins as in {@link Accept}
     */
    record UnlessOlderStartLives(boolean joins) implements HelloVerdict {}

    /** This member cannot tell yet. */
    record NotYet() implements HelloVerdict {}

    /**
     * It must not run.
     *
     * @param evidence what is known here, in a few words, for the operator; printable ASCII
     */
    record Refuse(HelloReason reason, String evidence) implements HelloVerdict {}
}
