package io.raftkms.consensus.rule;

/**
 * Why the rule refuses; {@link DoubleSignRule} has the table. The number is part of peer messages: never changed, never
 * reused.
 */
public enum RefusalReason {
    /** The key has no state on this chain: {@code state init} or {@code state import} enrols it. */
    NOT_ENROLLED(1),
    /** The key signs no more here: a sealed export left. */
    SEALED(2),
    /** An operator paused the key, or the height is one that the pause begins with. */
    PAUSED(3),
    /** Other bytes are reserved at this very position. */
    CONFLICT(4),
    HEIGHT_REGRESSION(5),
    ROUND_REGRESSION(6),
    STEP_REGRESSION(7),
    /** So far above the mark that an operator has to raise it first. */
    BEYOND_JUMP_LIMIT(8),
    /** The sign bytes are not those of a vote or proposal of the chain at the position claimed. */
    MALFORMED(9);

    private final int number;

    RefusalReason(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /**
     * The reason of a number.
     *
     * @throws IllegalArgumentException if no reason has the number
     */
    public static RefusalReason ofNumber(int number) {
        for (RefusalReason reason : values()) {
            if (reason.number == number) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no refusal reason " + number);
    }
}
