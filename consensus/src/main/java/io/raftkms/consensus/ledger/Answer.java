package io.raftkms.consensus.ledger;

import io.raftkms.consensus.rule.Decision;
import io.raftkms.protocol.signbytes.HeightRoundStep;

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
}
