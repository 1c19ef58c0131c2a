package io.raftkms.chaos.validators;

/** What a hostile node can do. */
enum Attack {
    /** Another block for the place where an honest node asks right now. */
    OTHER_BLOCK,
    /** A precommit for nil there. */
    NIL,
    /** The agreed block there, at another time. */
    OTHER_TIME,
    /** The same step of the next round. */
    NEXT_STEP,
    /** The next height before anybody is there, and another block for the same place behind it. */
    NEXT_HEIGHT,
    /** All places around the present one in any order, with a block that nobody agreed on. */
    NEIGHBOURS,
    /** Two proposals of one block at one time for one place, with different POL rounds: one of them at most. */
    OTHER_POL_ROUND,
    /** What is long over. */
    OLDER,
    /** Beyond what any enrolment lets a key jump. */
    FAR_FUTURE(true),
    /** Heights and rounds that cannot be, and a POL round that is not below its round. */
    IMPOSSIBLE(true),
    /** A chain that no key is enrolled on. */
    OTHER_CHAIN(true),
    /** A prevote that brings an extension. */
    EXTENSION_ON_PREVOTE(true),
    /** A precommit for nil that brings an extension. */
    EXTENSION_ON_NIL(true),
    /** Sign bytes of what may not be signed, or anything, as raw bytes of either dialect: both are off. */
    RAW_BYTES(true),
    /** Bytes that are no message. */
    GARBAGE,
    /** A request without its end. */
    CUT_OFF;

    private final boolean refusedAlways;

    Attack() {
        this(false);
    }

    Attack(boolean refusedAlways) {
        this.refusedAlways = refusedAlways;
    }

    /** Whether there is no state of the cluster in which it may get a signature. */
    boolean isRefusedAlways() {
        return refusedAlways;
    }
}
