package io.raftkms.consensus.ledger;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.DoubleSignRule;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Lowering;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/**
 * What an operator's commands do to the mark of an enrolled key. The first row that matches decides; every one of them
 * is refused for a key that is not enrolled, and where bytes come with a floor, unless they say what the floor says.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><th>command<th>state<th>answer<th>change
 * <tr><td>raise<td>sealed<td>refused<td>none
 * <tr><td>raise<td>mark there, with these bytes or none given<td>raised already<td>none
 * <tr><td>raise<td>mark there or above<td>refused<td>none
 * <tr><td>raise<td>other bytes reserved there<td>refused: conflict<td>none
 * <tr><td>raise<td>mark below<td>raised<td>mark; reservations stay
 * <tr><td>lower<td>sealed, or not paused at every height<td>refused<td>none
 * <tr><td>lower<td>last lowering set the mark there<td>lowered already<td>none
 * <tr><td>lower<td>not below the mark, or below a lifted seal<td>refused<td>none
 * <tr><td>lower<td>below what the reservations cover, and they are not to be forgotten<td>refused<td>none
 * <tr><td>lower<td>otherwise<td>lowered<td>mark; reservations stay and bind, or are forgotten
 * <tr><td>seal<td>sealed<td>sealed already<td>none
 * <tr><td>seal<td>any<td>sealed<td>seal, and the mark goes up to the highest reservation
 * <tr><td>unseal<td>not sealed<td>refused<td>none
 * <tr><td>unseal<td>floor above the seal<td>unsealed<td>mark; reservations from before are gone
 * <tr><td>unseal<td>floor at the seal, never used elsewhere, no other bytes<td>unsealed<td>seal lifted
 * <tr><td>unseal<td>anything else<td>refused<td>none
 * </table>
 */
final class MarkCommands {
    private MarkCommands() {}

    static Transition apply(LedgerState state, Command command, long index) {
        if (command instanceof Command.Raise raise) {
            return raise(state, raise);
        }
        if (command instanceof Command.Lower lower) {
            return lower(state, lower, index);
        }
        if (command instanceof Command.Seal seal) {
            return seal(state, seal.key());
        }
        if (command instanceof Command.Unseal unseal) {
            return unseal(state, unseal);
        }
        throw new IllegalStateException("no meaning for " + command.getClass());
    }

    private static Transition raise(LedgerState state, Command.Raise command) {
        Optional<KeyState> found = state.key(command.key());
        if (found.isEmpty()) {
            return notEnrolled(state, command.key());
        }
        KeyState key = found.get();
        Enrolment.Floor floor = command.floor();
        if (key.sealed()) {
            return refused(state, sealedText(key), key);
        }
        if (!provesItsPosition(command.key(), floor)) {
            return refused(state, otherBytesText(command.key(), floor), key);
        }
        if (floor.at().equals(key.mark()) && floor.signBytes().stream().allMatch(bytesAt(key, floor.at())::equals)) {
            return unchanged(state, new Answer.Raised(key.mark(), true));
        }
        if (floor.at().compareTo(key.mark()) <= 0) {
            return refused(
                    state,
                    floor.at() + " is not above the mark " + key.mark()
                            + ": nothing is to be raised; setting it back is raftkms state lower",
                    key);
        }
        if (floor.signBytes().isPresent() && key.recent().at(floor.at()).isPresent()) {
            return sameBytesAboveTheMark(state, key, floor);
        }
        return moved(state, key.raised(floor), new Answer.Raised(floor.at(), false));
    }

    /** After a lowering: the position is reserved already, and bytes are never exchanged. */
    private static Transition sameBytesAboveTheMark(LedgerState state, KeyState key, Enrolment.Floor floor) {
        if (!bytesAt(key, floor.at()).equals(floor.signBytes().get())) {
            return refused(state, "other bytes are reserved here at " + floor.at() + ": the key signed twice", key);
        }
        Enrolment.Floor bare = new Enrolment.Floor(floor.at(), Optional.empty());
        return moved(state, key.raised(bare), new Answer.Raised(floor.at(), false));
    }

    private static Transition lower(LedgerState state, Command.Lower command, long index) {
        Optional<KeyState> found = state.key(command.key());
        if (found.isEmpty()) {
            return notEnrolled(state, command.key());
        }
        KeyState key = found.get();
        Optional<String> obstacle = obstacle(key, command);
        if (obstacle.isPresent()) {
            return refused(state, obstacle.get(), key);
        }
        if (command.to().equals(key.mark())
                && key.lowering().map(Lowering::to).filter(key.mark()::equals).isPresent()) {
            return unchanged(state, new Answer.Lowered(key.lowering().get().from(), key.mark(), binding(key), true));
        }
        if (command.to().compareTo(key.mark()) >= 0) {
            return refused(
                    state,
                    command.to() + " is not below the mark " + key.mark() + "; setting it up is raftkms state raise",
                    key);
        }
        KeyState next =
                key.lowered(new Lowering(index, key.mark(), command.to(), command.forgetRecent(), command.reason()));
        return moved(state, next, new Answer.Lowered(key.mark(), next.mark(), binding(next), false));
    }

    private static Optional<String> obstacle(KeyState key, Command.Lower command) {
        if (key.sealed()) {
            return Optional.of(sealedText(key));
        }
        if (key.pause().isEmpty() || key.pause().get().fromHeight().isPresent()) {
            return Optional.of("only the mark of a key that is paused at every height is set back; run: raftkms pause"
                    + " --chain-id " + key.key().chainId());
        }
        if (key.seal().isPresent() && command.to().compareTo(key.seal().get().at()) < 0) {
            return Optional.of("the key was sealed at " + key.seal().get().at()
                    + " and signs nothing below that any more, for another signer had it");
        }
        if (!command.forgetRecent() && command.to().compareTo(key.lowestMark()) < 0) {
            return Optional.of("below " + key.lowestMark() + " it is not known any more what was signed: other bytes"
                    + " could be signed there again; only with --forget-recent, on a chain that was restarted");
        }
        return Optional.empty();
    }

    private static Transition seal(LedgerState state, KeyId id) {
        Optional<KeyState> found = state.key(id);
        if (found.isEmpty()) {
            return notEnrolled(state, id);
        }
        KeyState key = found.get();
        if (key.sealed()) {
            return unchanged(state, new Answer.Sealed(key.mark(), true));
        }
        KeyState closed = key.closed();
        return moved(state, closed, new Answer.Sealed(closed.mark(), false));
    }

    private static Transition unseal(LedgerState state, Command.Unseal command) {
        Optional<KeyState> found = state.key(command.key());
        if (found.isEmpty()) {
            return notEnrolled(state, command.key());
        }
        KeyState key = found.get();
        Enrolment.Floor floor = command.floor();
        if (!key.sealed()) {
            return refused(
                    state,
                    "the key is not sealed; its mark is " + key.mark() + ", raftkms state raise sets it up",
                    key);
        }
        if (!provesItsPosition(command.key(), floor)) {
            return refused(state, otherBytesText(command.key(), floor), key);
        }
        int order = floor.at().compareTo(key.mark());
        if (order > 0) {
            return moved(state, key.readmitted(floor), new Answer.Unsealed(floor.at()));
        }
        if (order == 0 && command.neverUsedElsewhere()) {
            if (!floor.signBytes().stream().allMatch(bytesAt(key, floor.at())::equals)) {
                return refused(
                        state,
                        "the file holds other bytes at " + floor.at() + " than were signed here: the key was used"
                                + " elsewhere",
                        key);
            }
            return moved(state, key.readmittedUnused(), new Answer.Unsealed(key.mark()));
        }
        return refused(state, sealedText(key), key);
    }

    /** Whether bytes that come with a floor say what it says. */
    static boolean provesItsPosition(KeyId key, Enrolment.Floor floor) {
        return floor.signBytes().isEmpty()
                || DoubleSignRule.wellFormed(
                        key, new Reservation(floor.at(), floor.signBytes().get()));
    }

    static String otherBytesText(KeyId key, Enrolment.Floor floor) {
        return "the sign bytes of the floor are not those of a vote or proposal at " + floor.at() + " on chain "
                + key.chainId();
    }

    static String sealedText(KeyState key) {
        return "the key is sealed at " + key.mark() + ": another signer may have it. It comes back with the state file"
                + " of that signer, above the seal: raftkms state import (exactly at the seal only with"
                + " --never-used-elsewhere)";
    }

    private static int binding(KeyState key) {
        return (int) key.reservations().stream()
                .filter(reservation -> reservation.at().compareTo(key.mark()) > 0)
                .count();
    }

    /** Empty bytes where none are known: those of no reservation. */
    private static ByteString bytesAt(KeyState key, HeightRoundStep at) {
        return key.recent().at(at).map(Reservation::signBytes).orElse(ByteString.EMPTY);
    }

    private static Transition notEnrolled(LedgerState state, KeyId key) {
        return unchanged(
                state,
                new Answer.Refused(
                        "the key is not enrolled on chain " + key.chainId()
                                + "; run: raftkms state init (or state import)",
                        HeightRoundStep.ZERO));
    }

    private static Transition refused(LedgerState state, String reason, KeyState key) {
        return unchanged(state, new Answer.Refused(reason, key.mark()));
    }

    private static Transition moved(LedgerState state, KeyState next, Answer answer) {
        MarkMove move = new MarkMove(next.key(), next.mark(), bytesAt(next, next.mark()), MarkMove.Kind.SET);
        return new Transition(state.with(next), answer, Optional.of(move));
    }

    private static Transition unchanged(LedgerState state, Answer answer) {
        return new Transition(state, answer, Optional.empty());
    }
}
