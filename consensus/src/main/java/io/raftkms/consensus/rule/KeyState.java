package io.raftkms.consensus.rule;

import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is known about one enrolled key on one chain. Immutable.
 *
 * <p>The conditions that it is held to here are those of every version of the rule: a version may bring a wider one, never
 * a narrower, since states and entries of the versions before stay readable. A narrower one takes the version as an
 * argument.
 *
 * @param key which key on which chain
 * @param enrolment how it was enrolled, with the values given then
 * @param mark nothing at or below it is reserved any more
 * @param recent reservations still known with their bytes; after a lowering some lie above the mark, and bind
 * @param horizon everything that the key signed above it is among the reservations; at or below it there may be
 *     signatures whose bytes nobody here knows. Never above the mark
 * @param seal set once the key was sealed, for ever; where it is not lifted the key signs nothing here
 * @param pause set while the key signs nothing until it is resumed
 * @param lowering the last lowering of the mark
 */
public record KeyState(
        KeyId key,
        Enrolment enrolment,
        HeightRoundStep mark,
        RecentReservations recent,
        HeightRoundStep horizon,
        Optional<Seal> seal,
        Optional<Pause> pause,
        Optional<Lowering> lowering) {
    public KeyState {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(enrolment, "enrolment");
        Objects.requireNonNull(recent, "recent");
        Objects.requireNonNull(pause, "pause");
        Objects.requireNonNull(lowering, "lowering");
        if (horizon.compareTo(mark) > 0) {
            throw new IllegalArgumentException("the horizon " + horizon + " is above the mark " + mark);
        }
        if (seal.isPresent() && seal.get().at().compareTo(mark) > 0) {
            throw new IllegalArgumentException(
                    "the mark " + mark + " is below the seal at " + seal.get().at());
        }
        // Else the next reservation would push out one that binds.
        if (recent.full() && recent.lowest().compareTo(mark) > 0) {
            throw new IllegalArgumentException("no reservation at or below the mark " + mark + " is left to forget");
        }
    }

    /** The state right after an enrolment. Bytes that came with a floor can be answered again. */
    public static KeyState enrolled(KeyId key, Enrolment enrolment) {
        RecentReservations recent = RecentReservations.NONE;
        if (enrolment instanceof Enrolment.Floor floor && floor.signBytes().isPresent()) {
            recent = recent.with(new Reservation(floor.at(), floor.signBytes().get()));
        }
        return new KeyState(
                key,
                enrolment,
                enrolment.mark(),
                recent,
                enrolment.mark(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the key signs nothing here, until it comes back from where it went. */
    public boolean sealed() {
        return seal.isPresent() && !seal.get().lifted();
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
        return with(granted.at(), recent.with(granted), horizonAfter(recent), seal);
    }

    /**
     * The mark set up to a floor; the reservations stay, and so does what binds above it.
     *
     * @throws IllegalArgumentException if it is not above the mark, or its position is reserved
     */
    public KeyState raised(Enrolment.Floor floor) {
        if (floor.at().compareTo(mark) <= 0) {
            throw new IllegalArgumentException(floor.at() + " is not above the mark " + mark);
        }
        return with(floor.at(), withBytesOf(floor, recent), floor.at(), seal);
    }

    /**
     * The mark set back. The reservations stay and bind unless they are forgotten.
     *
     * @throws IllegalArgumentException if that would let a position be signed whose bytes are not known
     */
    public KeyState lowered(Lowering done) {
        RecentReservations kept = done.forgotRecent() ? RecentReservations.NONE : recent;
        HeightRoundStep known = done.forgotRecent() ? done.to() : horizon;
        return new KeyState(key, enrolment, done.to(), kept, known, seal, pause, Optional.of(done));
    }

    /** How far down the mark can be set without forgetting: nothing above it may have been signed unknown. */
    public HeightRoundStep lowestMark() {
        if (recent.ascending().isEmpty()) {
            return mark;
        }
        return later(horizon, recent.lowest());
    }

    /** Sealed, at the highest position that was ever reserved: a lowered mark is no state to hand on. */
    public KeyState closed() {
        HeightRoundStep highest = recent.ascending().isEmpty() ? mark : later(mark, recent.highest());
        return with(highest, recent, horizon, Optional.of(new Seal(highest, false)));
    }

    /** Back from another signer, with what that one signed last; nothing from before the seal is answered again. */
    public KeyState readmitted(Enrolment.Floor floor) {
        Seal lifted = new Seal(seal.orElseThrow().at(), true);
        return with(floor.at(), withBytesOf(floor, RecentReservations.NONE), floor.at(), Optional.of(lifted));
    }

    /** Back without having been used anywhere: as it was when it was sealed. */
    public KeyState readmittedUnused() {
        return with(
                mark, recent, horizon, Optional.of(new Seal(seal.orElseThrow().at(), true)));
    }

    /** Paused or resumed. */
    public KeyState with(Optional<Pause> next) {
        return new KeyState(key, enrolment, mark, recent, horizon, seal, next, lowering);
    }

    /** Reservations still known with their bytes, ascending. */
    public List<Reservation> reservations() {
        return recent.ascending();
    }

    private KeyState with(
            HeightRoundStep nextMark,
            RecentReservations nextRecent,
            HeightRoundStep nextHorizon,
            Optional<Seal> nextSeal) {
        return new KeyState(key, enrolment, nextMark, nextRecent, nextHorizon, nextSeal, pause, lowering);
    }

    /** One more reservation pushes the lowest of a full set out. */
    private HeightRoundStep horizonAfter(RecentReservations before) {
        return before.full() ? later(horizon, before.lowest()) : horizon;
    }

    private static RecentReservations withBytesOf(Enrolment.Floor floor, RecentReservations kept) {
        return floor.signBytes()
                .map(bytes -> kept.with(new Reservation(floor.at(), bytes)))
                .orElse(kept);
    }

    private static HeightRoundStep later(HeightRoundStep one, HeightRoundStep other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
