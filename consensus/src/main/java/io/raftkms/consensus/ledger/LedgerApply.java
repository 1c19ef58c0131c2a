package io.raftkms.consensus.ledger;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.DoubleSignRule;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What an entry does to the ledger, from state and entry alone.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><th>command<th>state<th>answer<th>change
 * <tr><td>noop<td>any<td>done<td>none
 * <tr><td>reserve<td>{@link DoubleSignRule} says reserve<td>decided: reserve<td>mark and reservation
 * <tr><td>reserve<td>it says anything else<td>decided: that<td>none
 * <tr><td>enrol<td>key sealed<td>refused<td>none
 * <tr><td>enrol<td>key enrolled, equal values<td>enrolled already, the mark of now<td>none
 * <tr><td>enrol<td>key enrolled, other values<td>refused<td>none
 * <tr><td>enrol<td>floor whose bytes are not of that chain and position<td>refused<td>none
 * <tr><td>enrol<td>as many keys as a ledger can have<td>refused<td>none
 * <tr><td>enrol<td>key not enrolled<td>enrolled<td>key with its first mark, paused if so asked
 * <tr><td>raise, lower, seal, unseal<td colspan=3>{@link MarkCommands}
 * <tr><td>pause, resume<td>no key is meant by it<td>refused<td>none
 * <tr><td>pause<td>any<td>the keys<td>the stricter of this pause and the one before
 * <tr><td>resume<td>any<td>the keys<td>no pause
 * <tr><td>finalize upgrade<td>entries are of that version<td>upgraded already<td>none
 * <tr><td>finalize upgrade<td>of the version before<td>upgraded<td>version of new entries
 * <tr><td>finalize upgrade<td>of any other<td>refused<td>none
 * </table>
 */
final class LedgerApply {
    private LedgerApply() {}

    static Transition apply(LedgerState state, Entry entry, long index) {
        Command command = entry.command();
        if (command instanceof Command.Reserve reserve) {
            return reserve(state, entry.version(), reserve.key(), reserve.reservation());
        }
        if (command instanceof Command.Enrol enrol) {
            return enrol(state, enrol);
        }
        if (command instanceof Command.Pause pause) {
            return setPause(
                    state,
                    pause.keys(),
                    before -> Optional.of(
                            before.map(earlier -> earlier.and(pause.pause())).orElse(pause.pause())));
        }
        if (command instanceof Command.Resume resume) {
            return setPause(state, resume.keys(), before -> Optional.empty());
        }
        if (command instanceof Command.FinalizeUpgrade upgrade) {
            return upgrade(state, upgrade.version());
        }
        if (command instanceof Command.Noop) {
            return noMove(state, new Answer.Done());
        }
        return MarkCommands.apply(state, command, index);
    }

    private static Transition reserve(LedgerState state, int version, KeyId key, Reservation request) {
        Optional<KeyState> before = state.key(key);
        Decision decision = DoubleSignRule.decide(version, before, request);
        Answer answer = new Answer.Decided(decision);
        if (before.isEmpty() || !(decision instanceof Decision.Reserve reserve)) {
            return noMove(state, answer);
        }
        Reservation granted = reserve.reservation();
        LedgerState next = state.with(before.get().reserved(granted));
        MarkMove move = new MarkMove(key, granted.at(), granted.signBytes(), MarkMove.Kind.RESERVE);
        return new Transition(next, answer, Optional.of(move));
    }

    private static Transition enrol(LedgerState state, Command.Enrol command) {
        KeyId key = command.key();
        Enrolment enrolment = command.enrolment();
        Optional<KeyState> before = state.key(key);
        if (before.isPresent() && before.get().sealed()) {
            return noMove(
                    state,
                    new Answer.EnrolmentRefused(
                            MarkCommands.sealedText(before.get()), before.get().mark()));
        }
        if (before.isPresent()) {
            return noMove(state, again(before.get(), enrolment));
        }
        if (enrolment instanceof Enrolment.Floor floor && !MarkCommands.provesItsPosition(key, floor)) {
            return noMove(state, refused(MarkCommands.otherBytesText(key, floor)));
        }
        if (state.keys().size() >= LedgerState.MAX_KEYS) {
            return noMove(state, refused("the ledger is full: " + LedgerState.MAX_KEYS + " keys are enrolled"));
        }
        Optional<Pause> pause = command.paused() ? Optional.of(new Pause(OptionalLong.empty())) : Optional.empty();
        KeyState first = KeyState.enrolled(key, enrolment).with(pause);
        ByteString known =
                first.recent().at(first.mark()).map(Reservation::signBytes).orElse(ByteString.EMPTY);
        MarkMove move = new MarkMove(key, first.mark(), known, MarkMove.Kind.ENROL);
        return new Transition(state.with(first), new Answer.Enrolled(first.mark(), false), Optional.of(move));
    }

    private static Answer again(KeyState key, Enrolment enrolment) {
        if (key.enrolment().equals(enrolment)) {
            return new Answer.Enrolled(key.mark(), true);
        }
        return new Answer.EnrolmentRefused(
                "the key is enrolled on chain " + key.key().chainId() + " already, as " + key.enrolment() + ", not as "
                        + enrolment + "; its mark is " + key.mark() + "; nothing was changed. To sign only above a"
                        + " higher position: raftkms state raise, or raftkms state import --raise",
                key.mark());
    }

    private static Transition setPause(LedgerState state, KeySelection which, UnaryOperator<Optional<Pause>> change) {
        List<KeyState> meant =
                state.keys().stream().filter(key -> which.includes(key.key())).toList();
        if (meant.isEmpty()) {
            return noMove(
                    state, new Answer.Refused("no such key is enrolled: see raftkms state show", HeightRoundStep.ZERO));
        }
        List<KeyState> now =
                meant.stream().map(key -> key.with(change.apply(key.pause()))).toList();
        LedgerState next = state;
        if (!now.equals(meant)) {
            for (KeyState key : now) {
                next = next.with(key);
            }
        }
        return noMove(next, new Answer.Pauses(now));
    }

    private static Transition upgrade(LedgerState state, int version) {
        if (version == state.version()) {
            return noMove(state, new Answer.Upgraded(version, true));
        }
        if (version != state.version() + 1) {
            return noMove(
                    state,
                    new Answer.Refused(
                            "entries are of version " + state.version() + "; the next is " + (state.version() + 1)
                                    + ", not " + version,
                            HeightRoundStep.ZERO));
        }
        return noMove(state.withVersion(version), new Answer.Upgraded(version, false));
    }

    private static Answer refused(String reason) {
        return new Answer.EnrolmentRefused(reason, HeightRoundStep.ZERO);
    }

    /** No mark was set. */
    private static Transition noMove(LedgerState state, Answer answer) {
        return new Transition(state, answer, Optional.empty());
    }
}
