package io.raftkms.chaos.wire;

/** What is signed. */
public enum Kind {
    VOTE,
    PROPOSAL,
    EXTENSION
}
