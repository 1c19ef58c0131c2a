package io.raftkms.consensus.rule;

/**
 * Why the rule refuses; {@link DoubleSignRule} has the table. The number is part of peer messages: never changed, never
 * reused.
 */
public enum RefusalReason {
    NOT_ENROLLED(1),
    SEALED(2),
    PAUSED(3),
    CONFLICT(4),
    HEIGHT_REGRESSION(5),
    ROUND_REGRESSION(6),
    STEP_REGRESSION(7),
    BEYOND_JUMP_LIMIT(8),
    MALFORMED(9);

    private final int number;

    RefusalReason(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /**
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
