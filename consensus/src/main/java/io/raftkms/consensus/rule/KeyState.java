package io.raftkms.consensus.rule;

import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is known about one enrolled key on one chain. Immutable.
 *
 * @param key which key on which chain
 * @param enrolment how it was enrolled, with the values given then
 * @param mark nothing at or below it is reserved any more
 * @param recent reservations still known with their bytes; after a lowering some lie above the mark, and bind
 * @param sealed whether the key signs no more here, for ever
 * @param pause set while the key signs nothing until it is resumed
 */
public record KeyState(
        KeyId key,
        Enrolment enrolment,
        HeightRoundStep mark,
        RecentReservations recent,
        boolean sealed,
        Optional<Pause> pause) {
    public KeyState {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(enrolment, "enrolment");
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(recent, "recent");
        Objects.requireNonNull(pause, "pause");
    }

    /** The state right after an enrolment. Bytes that came with a floor can be answered again. */
    public static KeyState enrolled(KeyId key, Enrolment enrolment) {
        RecentReservations recent = RecentReservations.NONE;
        if (enrolment instanceof Enrolment.Floor floor && floor.signBytes().isPresent()) {
            recent = recent.with(new Reservation(floor.at(), floor.signBytes().get()));
        }
        return new KeyState(key, enrolment, enrolment.mark(), recent, false, Optional.empty());
    }

    /** Whether this is a new chain's key before its first reservation. */
    public boolean untouched() {
        return enrolment instanceof Enrolment.NewChain
                && mark.equals(enrolment.mark())
                && reservations().isEmpty();
    }

    /**
     * The state after a reservation that {@link DoubleSignRule} granted: the mark stands at it.
     *
     * @throws IllegalArgumentException if it is not above the mark, or its position is reserved
     */
    public KeyState reserved(Reservation granted) {
        if (granted.at().compareTo(mark) <= 0) {
            throw new IllegalArgumentException(granted.at() + " is not above the mark " + mark);
        }
        return new KeyState(key, enrolment, granted.at(), recent.with(granted), sealed, pause);
    }

    /** Reservations still known with their bytes, ascending. */
    public List<Reservation> reservations() {
        return recent.ascending();
    }
}
