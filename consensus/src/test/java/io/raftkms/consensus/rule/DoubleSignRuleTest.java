package io.raftkms.consensus.rule;

import static io.raftkms.consensus.rule.Ask.NIL;
import static io.raftkms.consensus.rule.Ask.precommit;
import static io.raftkms.consensus.rule.Ask.prevote;
import static io.raftkms.consensus.rule.Ask.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DoubleSignRuleTest {
    private static final String CHAIN = "chain-a";
    private static final KeyId KEY =
            new KeyId(CHAIN, new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(new byte[32])));
    private static final KeyState NEW_CHAIN = KeyState.enrolled(KEY, new Enrolment.NewChain(1));

    /** Proposal A, prevote A and nil precommit at 10/1, then prevote B at 12/0; the mark is there. */
    private static final KeyState SIGNED = NEW_CHAIN
            .reserved(proposal(10, 1, 'A').on(CHAIN))
            .reserved(prevote(10, 1, 'A').on(CHAIN))
            .reserved(precommit(10, 1, NIL).on(CHAIN))
            .reserved(prevote(12, 0, 'B').on(CHAIN));

    /** As {@link #SIGNED}, with the mark lowered to the first reservation. */
    private static final KeyState LOWERED = withMark(SIGNED, new HeightRoundStep(10, 1, Step.PROPOSAL));

    static Stream<Arguments> decisions() {
        return Stream.of(
                // Above the mark.
                reserves("the first height of a new chain", NEW_CHAIN, proposal(1, 0, 'A')),
                reserves("a later step", SIGNED, precommit(12, 0, 'B')),
                reserves("a later step for another block", SIGNED, precommit(12, 0, 'C')),
                reserves("a lower step in a later round", SIGNED, proposal(12, 1, 'C')),
                reserves("a lower step and round at a later height", SIGNED, proposal(13, 0, 'C')),
                reserves("the last round there is", SIGNED, precommit(12, Integer.MAX_VALUE, 'B')),
                // Same position.
                reuses("the same bytes at the mark", SIGNED, prevote(12, 0, 'B'), prevote(12, 0, 'B')),
                reuses("a prevote of another time", SIGNED, prevote(12, 0, 'B').at(7), prevote(12, 0, 'B')),
                reuses("the same bytes below the mark", SIGNED, proposal(10, 1, 'A'), proposal(10, 1, 'A')),
                reuses(
                        "a vote of another time below the mark",
                        SIGNED,
                        prevote(10, 1, 'A').at(7),
                        prevote(10, 1, 'A')),
                reuses(
                        "a nil vote of another time",
                        SIGNED,
                        precommit(10, 1, NIL).at(7),
                        precommit(10, 1, NIL)),
                refuses("another block", SIGNED, prevote(12, 0, 'C'), RefusalReason.CONFLICT),
                refuses("nil after a block", SIGNED, prevote(12, 0, NIL), RefusalReason.CONFLICT),
                refuses("a block after nil", SIGNED, precommit(10, 1, 'A'), RefusalReason.CONFLICT),
                refuses("another block and time", SIGNED, prevote(10, 1, 'C').at(7), RefusalReason.CONFLICT),
                refuses("another proposed block", SIGNED, proposal(10, 1, 'B'), RefusalReason.CONFLICT),
                refuses("another POL round", SIGNED, proposal(10, 1, 'A').withPolRound(0), RefusalReason.CONFLICT),
                refuses(
                        "a proposal of another time",
                        SIGNED,
                        proposal(10, 1, 'A').at(7),
                        RefusalReason.CONFLICT),
                // At or below the mark, nothing known.
                refuses("a lower height", SIGNED, precommit(11, 9, 'A'), RefusalReason.HEIGHT_REGRESSION),
                refuses("a lower round", SIGNED, precommit(10, 0, 'A'), RefusalReason.HEIGHT_REGRESSION),
                refuses("a lower step", SIGNED, proposal(12, 0, 'B'), RefusalReason.STEP_REGRESSION),
                refuses(
                        "a lower round at the mark's height",
                        NEW_CHAIN.reserved(prevote(3, 2, 'A').on(CHAIN)),
                        precommit(3, 1, 'A'),
                        RefusalReason.ROUND_REGRESSION),
                refuses(
                        "a height before the chain's first",
                        KeyState.enrolled(KEY, new Enrolment.NewChain(50)),
                        precommit(49, 0, 'A'),
                        RefusalReason.ROUND_REGRESSION),
                // Floors.
                refuses(
                        "the floor itself",
                        floor(20, 1, Step.PREVOTE),
                        prevote(20, 1, 'A'),
                        RefusalReason.STEP_REGRESSION),
                refuses(
                        "a step below a floor",
                        floor(20, 1, Step.PREVOTE),
                        proposal(20, 1, 'A'),
                        RefusalReason.STEP_REGRESSION),
                refuses(
                        "a round below a floor",
                        floor(20, 1, Step.PREVOTE),
                        precommit(20, 0, 'A'),
                        RefusalReason.ROUND_REGRESSION),
                refuses(
                        "a height below a floor",
                        floor(20, 1, Step.PREVOTE),
                        precommit(19, 5, 'A'),
                        RefusalReason.HEIGHT_REGRESSION),
                reserves("a step above a floor", floor(20, 1, Step.PREVOTE), precommit(20, 1, 'A')),
                reserves("every step above a floor of none", floor(20, 1, Step.NONE), proposal(20, 1, 'A')),
                refuses(
                        "any round of a floor's height",
                        wholeHeight(20),
                        precommit(20, 9, 'A'),
                        RefusalReason.ROUND_REGRESSION),
                reserves("the height above a floor", wholeHeight(20), proposal(21, 0, 'A')),
                reuses("a floor's proven bytes", provenFloor(), precommit(20, 1, 'A'), precommit(20, 1, 'A')),
                reuses(
                        "a floor's vote of another time",
                        provenFloor(),
                        precommit(20, 1, 'A').at(7),
                        precommit(20, 1, 'A')),
                refuses(
                        "another block at a proven floor",
                        provenFloor(),
                        precommit(20, 1, 'B'),
                        RefusalReason.CONFLICT),
                // Lowered: what was reserved above the mark binds.
                reuses("the bytes above a lowered mark", LOWERED, prevote(12, 0, 'B'), prevote(12, 0, 'B')),
                refuses("another block above a lowered mark", LOWERED, prevote(10, 1, 'B'), RefusalReason.CONFLICT),
                refuses(
                        "a position forgotten below a lowered mark",
                        LOWERED,
                        precommit(9, 0, 'A'),
                        RefusalReason.HEIGHT_REGRESSION),
                reserves("a free position above a lowered mark", LOWERED, prevote(11, 0, 'A')),
                reserves("the next above every reservation", LOWERED, precommit(12, 0, 'A')));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decisions")
    void decidesByTheFirstRowThatMatches(String name, KeyState state, Ask ask, Decision expected) {
        assertThat(decide(state, ask)).as(name).isEqualTo(expected);
    }

    @Test
    void refusesAKeyThatIsNotEnrolled() {
        Decision decision =
                DoubleSignRule.decide(1, Optional.empty(), prevote(1, 0, 'A').on(CHAIN));

        assertThat(decision).isEqualTo(new Decision.Refuse(RefusalReason.NOT_ENROLLED, HeightRoundStep.ZERO));
    }

    @Test
    void refusesEverythingOnceSealed() {
        KeyState sealed = KeyStates.sealed(paused(pausedFrom(1)));

        assertThat(decide(sealed, prevote(12, 0, 'B'))).isEqualTo(refusal(RefusalReason.SEALED, SIGNED));
        assertThat(decide(sealed, precommit(12, 0, 'B'))).isEqualTo(refusal(RefusalReason.SEALED, SIGNED));
    }

    @Test
    void refusesRepeatsTooWhilePaused() {
        KeyState paused = paused(Optional.of(new Pause(OptionalLong.empty())));

        assertThat(decide(paused, prevote(12, 0, 'B'))).isEqualTo(refusal(RefusalReason.PAUSED, SIGNED));
        assertThat(decide(paused, precommit(12, 0, 'B'))).isEqualTo(refusal(RefusalReason.PAUSED, SIGNED));
    }

    @Test
    void signsBelowTheHeightOfAPauseAndNothingFromThere() {
        KeyState paused = paused(pausedFrom(13));

        assertThat(decide(paused, precommit(12, 0, 'B')))
                .isEqualTo(new Decision.Reserve(precommit(12, 0, 'B').on(CHAIN)));
        assertThat(decide(paused, proposal(13, 0, 'B'))).isEqualTo(refusal(RefusalReason.PAUSED, SIGNED));
        assertThat(decide(paused, proposal(14, 0, 'B'))).isEqualTo(refusal(RefusalReason.PAUSED, SIGNED));
    }

    @Test
    void reservesUpToTheJumpLimitAndNotBeyond() {
        assertReservedUpTo(SIGNED, 12 + 100_000);
        assertReservedUpTo(wholeHeight(20), 20 + 100_000);
        assertReservedUpTo(withMark(SIGNED, HeightRoundStep.endOf(1)), 1 + 100_000);
    }

    @Test
    void reservesFirstOnANewChainNearItsInitialHeight() {
        assertReservedUpTo(NEW_CHAIN, 1 + 100);
        assertReservedUpTo(KeyState.enrolled(KEY, new Enrolment.NewChain(5_000)), 5_000 + 100);
        // A raised mark is the operator's word that the chain is there.
        assertReservedUpTo(withMark(NEW_CHAIN, HeightRoundStep.endOf(700)), 700 + 100_000);
    }

    @Test
    void keepsItsLimitsAtTheHighestHeights() {
        long last = Long.MAX_VALUE;
        KeyState initial = KeyState.enrolled(KEY, new Enrolment.NewChain(last));
        KeyState high = wholeHeight(last - 1);

        assertThat(decide(initial, prevote(last, 0, 'A'))).isInstanceOf(Decision.Reserve.class);
        assertThat(decide(high, prevote(last, 0, 'A'))).isInstanceOf(Decision.Reserve.class);
        assertThat(decide(wholeHeight(last), precommit(last, Integer.MAX_VALUE, 'A')))
                .isEqualTo(refusal(RefusalReason.STEP_REGRESSION, wholeHeight(last)));
        assertThat(decide(NEW_CHAIN, prevote(last, 0, 'A')))
                .isEqualTo(refusal(RefusalReason.BEYOND_JUMP_LIMIT, NEW_CHAIN));
        assertThat(decide(SIGNED, prevote(last, 0, 'A'))).isEqualTo(refusal(RefusalReason.BEYOND_JUMP_LIMIT, SIGNED));
    }

    static Stream<Arguments> malformed() {
        HeightRoundStep at = new HeightRoundStep(13, 2, Step.PREVOTE);
        ByteString good = prevote(13, 2, 'A').signBytes(CHAIN);
        ByteString trailing = good.concat(ByteString.copyFrom(new byte[] {0}));
        return Stream.of(
                arguments("another chain", at, prevote(13, 2, 'A').signBytes("chain-b")),
                arguments("no chain", at, prevote(13, 2, 'A').signBytes("")),
                arguments("another height", at, prevote(14, 2, 'A').signBytes(CHAIN)),
                arguments("another round", at, prevote(13, 1, 'A').signBytes(CHAIN)),
                arguments("another step", at, precommit(13, 2, 'A').signBytes(CHAIN)),
                arguments("a proposal as prevote", at, proposal(13, 2, 'A').signBytes(CHAIN)),
                arguments("no step", new HeightRoundStep(13, 2, Step.NONE), good),
                arguments("an extension", at, SignBytes.extension(CHAIN, 13, 2, ByteString.copyFromUtf8("x"))),
                arguments("a vote of type 0", new HeightRoundStep(13, 2, Step.NONE), voteOfType(0)),
                arguments("a vote of type 32", new HeightRoundStep(13, 2, Step.PROPOSAL), voteOfType(32)),
                arguments("trailing bytes", at, trailing),
                arguments("missing bytes", at, good.substring(0, good.size() - 1)),
                arguments("no length prefix", at, good.substring(1)),
                arguments("garbage", at, ByteString.copyFromUtf8("garbage")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refusesBytesThatAreNotWhatTheyAreClaimedToBe(String name, HeightRoundStep at, ByteString signBytes) {
        Decision decision = DoubleSignRule.decide(1, Optional.of(SIGNED), new Reservation(at, signBytes));

        assertThat(decision).as(name).isEqualTo(refusal(RefusalReason.MALFORMED, SIGNED));
    }

    @Test
    void refusesToReuseForStoredBytesThatDoNotParse() {
        Reservation odd = new Reservation(new HeightRoundStep(5, 0, Step.PREVOTE), ByteString.copyFromUtf8("odd"));
        KeyState state = KeyStates.withRecent(KeyStates.withMark(SIGNED, odd.at()), RecentReservations.NONE.with(odd));

        assertThat(decide(state, prevote(5, 0, 'A'))).isEqualTo(refusal(RefusalReason.CONFLICT, state));
        assertThat(DoubleSignRule.decide(1, Optional.of(state), odd))
                .isEqualTo(refusal(RefusalReason.MALFORMED, state));
    }

    @Test
    void knowsNoOtherVersionThanTheFirst() {
        Reservation request = prevote(12, 0, 'B').on(CHAIN);

        assertThatThrownBy(() -> DoubleSignRule.decide(0, Optional.of(SIGNED), request))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DoubleSignRule.decide(2, Optional.of(SIGNED), request))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Arguments reserves(String name, KeyState state, Ask ask) {
        return arguments("reserves " + name, state, ask, new Decision.Reserve(ask.on(CHAIN)));
    }

    private static Arguments reuses(String name, KeyState state, Ask ask, Ask stored) {
        return arguments(
                "reuses for " + name, state, ask, new Decision.Reuse(stored.position(), stored.signBytes(CHAIN)));
    }

    private static Arguments refuses(String name, KeyState state, Ask ask, RefusalReason reason) {
        return arguments("refuses " + name, state, ask, refusal(reason, state));
    }

    private static Decision refusal(RefusalReason reason, KeyState state) {
        return new Decision.Refuse(reason, state.mark());
    }

    private static Decision decide(KeyState state, Ask ask) {
        return DoubleSignRule.decide(1, Optional.of(state), ask.on(CHAIN));
    }

    private static void assertReservedUpTo(KeyState state, long height) {
        assertThat(decide(state, prevote(height, 0, 'A'))).isInstanceOf(Decision.Reserve.class);
        assertThat(decide(state, proposal(height + 1, 0, 'A')))
                .isEqualTo(refusal(RefusalReason.BEYOND_JUMP_LIMIT, state));
    }

    private static KeyState withMark(KeyState state, HeightRoundStep mark) {
        return KeyStates.withMark(state, mark);
    }

    private static KeyState paused(Optional<Pause> pause) {
        return SIGNED.with(pause);
    }

    private static Optional<Pause> pausedFrom(long height) {
        return Optional.of(new Pause(OptionalLong.of(height)));
    }

    private static KeyState floor(long height, int round, Step step) {
        return KeyState.enrolled(KEY, new Enrolment.Floor(new HeightRoundStep(height, round, step), Optional.empty()));
    }

    private static KeyState wholeHeight(long height) {
        return KeyState.enrolled(KEY, new Enrolment.Floor(HeightRoundStep.endOf(height), Optional.empty()));
    }

    private static KeyState provenFloor() {
        Reservation last = precommit(20, 1, 'A').on(CHAIN);
        return KeyState.enrolled(KEY, new Enrolment.Floor(last.at(), Optional.of(last.signBytes())));
    }

    private static ByteString voteOfType(int type) {
        Vote vote = new Vote(type, 13, 2, BlockId.NIL, Instant.EPOCH, ByteString.EMPTY);
        return SignBytes.vote(CHAIN, vote);
    }
}
