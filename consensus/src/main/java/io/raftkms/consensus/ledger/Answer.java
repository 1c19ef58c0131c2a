package io.raftkms.consensus.ledger;

import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.List;

/** What the ledger answers to an applied {@link Command}: the same on every member, from state and command alone. */
public sealed interface Answer {
    /** To {@link Command.Noop}. */
    record Done() implements Answer {}

    /** To {@link Command.Reserve}. */
    record Decided(Decision decision) implements Answer {}

    /**
     * To {@link Command.Enrol}.
     *
     * @param already true if the key was enrolled before with equal values, so nothing changed
     */
    record Enrolled(HeightRoundStep mark, boolean already) implements Answer {}

    /**
     * To {@link Command.Enrol} of a key that is enrolled with other values.
     *
     * @param mark the key's mark, unchanged
     */
    record EnrolmentRefused(String reason, HeightRoundStep mark) implements Answer {}

    /**
     * To {@link Command.Raise}.
     *
     * @param already true if the mark stood there before, so nothing changed
     */
    record Raised(HeightRoundStep mark, boolean already) implements Answer {}

    /**
     * To {@link Command.Lower}.
     *
     * @param binding how many reservations above the new mark still bind
     * @param already true if the mark had been lowered to there before, so nothing changed
     */
    record Lowered(HeightRoundStep from, HeightRoundStep mark, int binding, boolean already) implements Answer {}

    /**
     * To {@link Command.Seal}.
     *
     * @param at what may leave: another signer goes on above it
     * @param already true if the key was sealed before, so nothing changed
     */
    record Sealed(HeightRoundStep at, boolean already) implements Answer {}

    /** To {@link Command.Unseal}. */
    record Unsealed(HeightRoundStep mark) implements Answer {}

    /**
     * To {@link Command.Pause} and {@link Command.Resume}.
     *
     * @param keys those that the command was for, ascending, as they are now
     */
    record Pauses(List<KeyState> keys) implements Answer {
        public Pauses {
            keys = List.copyOf(keys);
        }
    }

    /**
     * To {@link Command.FinalizeUpgrade}.
     *
     * @param already true if entries were of this version before
     */
    record Upgraded(int version, boolean already) implements Answer {}

    /**
     * To a command that does not fit the state, which is unchanged.
     *
     * @param reason what is in the way and which command helps
     * @param mark the key's mark; {@link HeightRoundStep#ZERO} where there is none
     */
    record Refused(String reason, HeightRoundStep mark) implements Answer {}
}
