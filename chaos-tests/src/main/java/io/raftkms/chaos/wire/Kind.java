package io.raftkms.chaos.wire;

/** What a node asks for. */
public enum Kind {
    VOTE,
    PROPOSAL,
    EXTENSION,
    /** Bytes of whoever asks, in either dialect: no promise has room for a signature over them. */
    RAW,
    /** The question for the key, which nothing is signed for. */
    PUBLIC_KEY;

    /** Whether it is what the double-sign rule is about. */
    public boolean isVoteOrProposal() {
        return this == VOTE || this == PROPOSAL;
    }
}
