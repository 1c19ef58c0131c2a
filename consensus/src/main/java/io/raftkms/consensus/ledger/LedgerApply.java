package io.raftkms.consensus.ledger;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.DoubleSignRule;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/**
 * What an entry does to the ledger, from state and entry alone.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><th>command<th>state<th>answer<th>change
 * <tr><td>noop<td>any<td>done<td>none
 * <tr><td>reserve<td>{@link DoubleSignRule} says reserve<td>decided: reserve<td>mark and reservation
 * <tr><td>reserve<td>it says anything else<td>decided: that<td>none
 * <tr><td>enrol<td>key enrolled, equal values<td>enrolled already, the mark of now<td>none
 * <tr><td>enrol<td>key enrolled, other values<td>refused<td>none
 * <tr><td>enrol<td>floor whose bytes are not of that chain and position<td>refused<td>none
 * <tr><td>enrol<td>as many keys as a ledger can have<td>refused<td>none
 * <tr><td>enrol<td>key not enrolled<td>enrolled<td>key with its first mark
 * </table>
 */
final class LedgerApply {
    private LedgerApply() {}

    static Transition apply(LedgerState state, Entry entry) {
        Command command = entry.command();
        if (command instanceof Command.Reserve reserve) {
            return reserve(state, entry.version(), reserve.key(), reserve.reservation());
        }
        if (command instanceof Command.Enrol enrol) {
            return enrol(state, enrol.key(), enrol.enrolment());
        }
        return unchanged(state, new Answer.Done());
    }

    private static Transition reserve(LedgerState state, int version, KeyId key, Reservation request) {
        Optional<KeyState> before = state.key(key);
        Decision decision = DoubleSignRule.decide(version, before, request);
        Answer answer = new Answer.Decided(decision);
        if (before.isEmpty() || !(decision instanceof Decision.Reserve reserve)) {
            return unchanged(state, answer);
        }
        Reservation granted = reserve.reservation();
        LedgerState next = state.with(before.get().reserved(granted));
        MarkMove move = new MarkMove(key, granted.at(), granted.signBytes(), MarkMove.Kind.RESERVE);
        return new Transition(next, answer, Optional.of(move));
    }

    private static Transition enrol(LedgerState state, KeyId key, Enrolment enrolment) {
        Optional<KeyState> before = state.key(key);
        if (before.isPresent()) {
            return unchanged(state, again(before.get(), enrolment));
        }
        if (enrolment instanceof Enrolment.Floor floor && !provesItsPosition(key, floor)) {
            return unchanged(
                    state,
                    refused("the sign bytes of the floor are not those of a vote or proposal at " + floor.at()
                            + " on chain " + key.chainId()));
        }
        if (state.keys().size() >= LedgerState.MAX_KEYS) {
            return unchanged(state, refused("the ledger is full: " + LedgerState.MAX_KEYS + " keys are enrolled"));
        }
        KeyState first = KeyState.enrolled(key, enrolment);
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
                        + enrolment + "; its mark is " + key.mark() + " and stays there",
                key.mark());
    }

    private static boolean provesItsPosition(KeyId key, Enrolment.Floor floor) {
        return floor.signBytes().isEmpty()
                || DoubleSignRule.wellFormed(
                        key, new Reservation(floor.at(), floor.signBytes().get()));
    }

    private static Answer refused(String reason) {
        return new Answer.EnrolmentRefused(reason, HeightRoundStep.ZERO);
    }

    private static Transition unchanged(LedgerState state, Answer answer) {
        return new Transition(state, answer, Optional.empty());
    }
}
