package io.raftkms.protocol.signbytes;

import java.util.Locale;

/**
 * The step of a round that a signature belongs to, in the order in which a validator takes them.
 *
 * <p>{@link #number()} counts as CometBFT's {@code priv_validator_state.json} does (0 none, 1 proposal, 2 prevote,
 * 3 precommit); tmkms counts one lower. {@link #messageType()} is the wire enum {@code SignedMsgType}.
 */
public enum Step {
    /** Nothing signed yet in the round; only ever part of a floor. */
    NONE(0, 0),
    PROPOSAL(1, 32),
    PREVOTE(2, 1),
    PRECOMMIT(3, 2);

    private final int number;
    private final int messageType;

    Step(int number, int messageType) {
        this.number = number;
        this.messageType = messageType;
    }

    /** 0 to 3, as in CometBFT's state file. */
    public int number() {
        return number;
    }

    /** {@code SignedMsgType} on the wire: 1 prevote, 2 precommit, 32 proposal. */
    public int messageType() {
        return messageType;
    }

    /**
     * @throws IllegalArgumentException if the number is not 0 to 3
     */
    public static Step ofNumber(int number) {
        if (number < 0 || number >= values().length) {
            throw new IllegalArgumentException("step must be 0 to 3, not " + number);
        }
        return values()[number];
    }

    /** Lower-case name, as in commands and logs. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
