package io.raftkms.chaos.teeth;

/**
 * Something that must not be.
 *
 * @param by the promise that is broken, as S1, or {@link #START_CHECK}
 * @param what in a sentence
 * @param after how many signatures were released until it was found, the one that shows it included
 */
record Finding(String by, String what, int after) {
    /** The signer itself: a member that should have run has refused to, for what it found in its own files. */
    static final String START_CHECK = "start check";

    /** Released, and not on the disks of a majority: judged by who starts the members, not from what was observed. */
    static final String S2 = "S2";

    /** A member runs whose files are blank or old: judged by who put them there. */
    static final String S4 = "S4";
}
