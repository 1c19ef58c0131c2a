package io.raftkms.consensus.rule;

import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.protocol.signbytes.CanonicalVote;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/**
 * Whether a vote or proposal may be signed: a pure function of the key's state and the request. The first row that
 * matches decides; "h/r/s" is height, round and step.
 *
 * <table>
 * <caption>Version 1</caption>
 * <tr><th>#<th>request against state<th>decision
 * <tr><td>1<td>key not enrolled on the chain<td>refuse: not enrolled
 * <tr><td>2<td>key sealed<td>refuse: sealed
 * <tr><td>3<td>key paused for the request's height, also for repeats<td>refuse: paused
 * <tr><td>4<td>bytes are not the canonical vote or proposal of that chain and h/r/s<td>refuse: malformed
 * <tr><td>5<td>h/r/s among the reservations, same bytes<td>reuse
 * <tr><td>6<td>same h/r/s, a vote that differs only in its timestamp<td>reuse, with the stored timestamp
 * <tr><td>7<td>same h/r/s, anything else<td>refuse: conflict
 * <tr><td>8<td>height below the mark's<td>refuse: height regression
 * <tr><td>9<td>height of the mark, round below its round<td>refuse: round regression
 * <tr><td>10<td>height and round of the mark, step not above its step<td>refuse: step regression
 * <tr><td>11<td>more than {@value #JUMP_LIMIT} heights above the mark; on a new chain where nothing was signed yet, more
 *     than {@value #NEW_CHAIN_JUMP_LIMIT} above its initial height<td>refuse: beyond the jump limit
 * <tr><td>12<td>above the mark<td>reserve
 * </table>
 *
 * <p>Rows 5 to 7 come before the mark: after a lowering there are reservations above it, and they bind. A proposal that
 * differs only in time is a conflict (row 7): validator nodes ignore the timestamp of a returned proposal, so the old
 * signature would not verify. There is no rule across steps: prevote A and then precommit B in one round is legal.
 */
public final class DoubleSignRule {
    /** Heights above the mark that a key may skip: more is a wrong chain, a wrong clock or an attack. */
    public static final long JUMP_LIMIT = 100_000;

    /** Heights above a new chain's initial height at which its first signature may be. */
    public static final long NEW_CHAIN_JUMP_LIMIT = 100;

    private DoubleSignRule() {}

    /**
     * Decides by one version of the rule; what is in the log is decided by its entry's for ever.
     *
     * @param version the entry's version
     * @param state the key's state, empty if it is not enrolled
     * @throws IllegalArgumentException if the version is unknown
     */
    public static Decision decide(int version, Optional<KeyState> state, Reservation request) {
        if (!KnownVersions.includes(version)) {
            throw new IllegalArgumentException("no rule of version " + version);
        }
        return state.map(key -> decide(key, request))
                .orElseGet(() -> new Decision.Refuse(RefusalReason.NOT_ENROLLED, HeightRoundStep.ZERO));
    }

    /** Whether the bytes are exactly those of a vote or proposal of the key's chain at the position claimed. */
    public static boolean wellFormed(KeyId key, Reservation request) {
        return CanonicalMessage.parse(request.signBytes())
                .filter(message -> message.chainId().equals(key.chainId()))
                .flatMap(CanonicalMessage::at)
                .filter(request.at()::equals)
                .isPresent();
    }

    private static Decision decide(KeyState key, Reservation request) {
        if (key.sealed()) {
            return refuse(RefusalReason.SEALED, key);
        }
        if (paused(key, request)) {
            return refuse(RefusalReason.PAUSED, key);
        }
        if (!wellFormed(key.key(), request)) {
            return refuse(RefusalReason.MALFORMED, key);
        }
        Optional<Reservation> stored = key.recent().at(request.at());
        if (stored.isPresent()) {
            return repeated(key, stored.get(), request);
        }
        if (request.at().compareTo(key.mark()) <= 0) {
            return refuse(regression(key.mark(), request.at()), key);
        }
        if (beyondJumpLimit(key, request)) {
            return refuse(RefusalReason.BEYOND_JUMP_LIMIT, key);
        }
        return new Decision.Reserve(request);
    }

    private static boolean paused(KeyState key, Reservation request) {
        return key.pause().isPresent() && key.pause().get().covers(request.at().height());
    }

    private static Decision repeated(KeyState key, Reservation stored, Reservation request) {
        if (stored.signBytes().equals(request.signBytes()) || differInTimeOnly(stored, request)) {
            return new Decision.Reuse(stored.at(), stored.signBytes());
        }
        return refuse(RefusalReason.CONFLICT, key);
    }

    private static boolean differInTimeOnly(Reservation stored, Reservation request) {
        return CanonicalMessage.parse(stored.signBytes()).orElse(null) instanceof CanonicalVote first
                && CanonicalMessage.parse(request.signBytes()).orElse(null) instanceof CanonicalVote second
                && first.equalsApartFromTimestamp(second);
    }

    private static RefusalReason regression(HeightRoundStep mark, HeightRoundStep asked) {
        if (asked.height() < mark.height()) {
            return RefusalReason.HEIGHT_REGRESSION;
        }
        return asked.round() < mark.round() ? RefusalReason.ROUND_REGRESSION : RefusalReason.STEP_REGRESSION;
    }

    /** The request is above the mark, and no height is negative: the differences cannot overflow. */
    private static boolean beyondJumpLimit(KeyState key, Reservation request) {
        long asked = request.at().height();
        if (key.untouched() && key.enrolment() instanceof Enrolment.NewChain chain) {
            return asked - chain.initialHeight() > NEW_CHAIN_JUMP_LIMIT;
        }
        return asked - key.mark().height() > JUMP_LIMIT;
    }

    private static Decision refuse(RefusalReason reason, KeyState key) {
        return new Decision.Refuse(reason, key.mark());
    }
}
