package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;

/** What an operator reads of a hello. */
final class HelloText {
    private static final String REPLACE =
            "Never restore or copy a member: replace it, by a new identity with an empty data directory that catches up"
                    + " from the others.";
    private static final String ONE =
            "Find the other process with this member's identity and stop one of the two; a data directory runs on one"
                    + " machine only, and a copy of it never. If it is not certain which one is the original: "
                    + REPLACE;
    private static final String CONFIGURATION =
            "Put the configuration, tls and data that belong together in one place.";
    private static final String REMOVED =
            "If that was meant, shred its home and never start it again. Its id never comes back: to have a member here"
                    + " again, make a new home.";

    private HelloText() {}

    /** Why this member ends, and what to do. */
    static String refused(MemberId by, HelloVerdict.Refuse refusal) {
        if (refusal.reason() == HelloReason.REPLACED) {
            return "The group goes on without this member. Member " + by.name() + " says so: " + refusal.evidence()
                    + ". " + REMOVED;
        }
        return "Member " + by.name() + " does not let this member run: "
                + refusal.reason().sentence() + " (" + refusal.evidence() + "). " + wayOut(refusal.reason());
    }

    private static String wayOut(HelloReason reason) {
        return switch (reason) {
            case OTHER_CLUSTER -> CONFIGURATION;
            case REPLACED -> REMOVED;
            case RUNS_TWICE, TWIN_START, NEWER_START -> ONE;
            case BEGUN_ANEW, FORMED_BEFORE, LOG_OLD, VOTE_OLD ->
                "If a volume is not mounted or the path is wrong, mend that. Otherwise: " + REPLACE;
        };
    }
}
