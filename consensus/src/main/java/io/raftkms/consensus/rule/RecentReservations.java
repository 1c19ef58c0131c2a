package io.raftkms.consensus.rule;

import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reservations of a key that are still known with their bytes: at most {@value #CAPACITY}, ascending, one a
 * position.
 */
public record RecentReservations(List<Reservation> ascending) {
    /** Ten heights and more of one round each: enough for a second, slower validator node of the key. */
    public static final int CAPACITY = 32;

    public static final RecentReservations NONE = new RecentReservations(List.of());

    public RecentReservations {
        ascending = List.copyOf(ascending);
        if (ascending.size() > CAPACITY) {
            throw new IllegalArgumentException(
                    "at most " + CAPACITY + " reservations are kept, not " + ascending.size());
        }
        for (int i = 1; i < ascending.size(); i++) {
            HeightRoundStep before = ascending.get(i - 1).at();
            if (before.compareTo(ascending.get(i).at()) >= 0) {
                throw new IllegalArgumentException("reservations ascend, one a position: after " + before + " came "
                        + ascending.get(i).at());
            }
        }
    }

    /** Whether one more pushes the lowest out. */
    public boolean full() {
        return ascending.size() == CAPACITY;
    }

    /** Where the lowest is; there must be one. */
    public HeightRoundStep lowest() {
        return ascending.get(0).at();
    }

    /** Where the highest is; there must be one. */
    public HeightRoundStep highest() {
        return ascending.get(ascending.size() - 1).at();
    }

    /** The reservation of a position, if it is still known. */
    public Optional<Reservation> at(HeightRoundStep position) {
        // From the top: nearly every request is at the mark or above it.
        for (int i = ascending.size() - 1; i >= 0; i--) {
            int order = ascending.get(i).at().compareTo(position);
            if (order == 0) {
                return Optional.of(ascending.get(i));
            }
            if (order < 0) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * These and one more, which the mark now stands at. When they become too many, the lowest goes. It is never above
     * the mark: those bind after a lowering, and the new one is below all of them. So what was forgotten lies at or
     * below the mark, and below everything that is kept.
     *
     * @throws IllegalArgumentException if the position has a reservation: bytes are never exchanged
     */
    public RecentReservations with(Reservation reserved) {
        List<Reservation> all = new ArrayList<>(ascending);
        int place = all.size();
        while (place > 0 && all.get(place - 1).at().compareTo(reserved.at()) > 0) {
            place--;
        }
        all.add(place, reserved);
        return new RecentReservations(all.size() > CAPACITY ? all.subList(1, all.size()) : all);
    }
}
