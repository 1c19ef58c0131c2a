package io.raftkms.consensus.rule;

import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/** States of a key that only a longer life leads to. */
public final class KeyStates {
    private KeyStates() {}

    /** Another mark over the same reservations, as a raise or a lowering leaves it. */
    public static KeyState withMark(KeyState from, HeightRoundStep mark) {
        return new KeyState(
                from.key(),
                from.enrolment(),
                mark,
                from.recent(),
                HeightRoundStep.ZERO,
                from.seal(),
                from.pause(),
                from.lowering());
    }

    public static KeyState withRecent(KeyState from, RecentReservations recent) {
        return new KeyState(
                from.key(),
                from.enrolment(),
                from.mark(),
                recent,
                from.horizon(),
                from.seal(),
                from.pause(),
                from.lowering());
    }

    public static KeyState sealed(KeyState from) {
        return from.closed();
    }

    public static KeyState paused(KeyState from, Pause pause) {
        return from.with(Optional.of(pause));
    }
}
