package io.raftkms.consensus.ledger;

import static io.raftkms.consensus.rule.Ask.precommit;
import static io.raftkms.consensus.rule.Ask.prevote;
import static io.raftkms.consensus.rule.Ask.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.KeyStates;
import io.raftkms.consensus.rule.KnownVersions;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.RefusalReason;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LedgerStateTest {
    private static final KeyId KEY = TestKeys.key("chain-a", 1);
    private static final KeyId SAME_KEY_ELSEWHERE = TestKeys.key("chain-b", 1);
    private static final LedgerState ENROLLED =
            enrol(LedgerState.EMPTY, KEY, new Enrolment.NewChain(1)).next();
    private static final LedgerState SIGNED =
            reserve(ENROLLED, KEY, prevote(5, 0, 'A')).next();

    @Test
    void changesNothingOnNoop() {
        Transition transition = SIGNED.apply(new Entry(1, new Command.Noop()), 1);

        assertThat(transition).isEqualTo(new Transition(SIGNED, new Answer.Done(), Optional.empty()));
    }

    @Test
    void enrolsANewChainRightBelowItsInitialHeight() {
        Transition transition = enrol(LedgerState.EMPTY, KEY, new Enrolment.NewChain(40));

        HeightRoundStep mark = HeightRoundStep.endOf(39);
        assertThat(transition.answer()).isEqualTo(new Answer.Enrolled(mark, false));
        assertThat(transition.moved()).contains(new MarkMove(KEY, mark, ByteString.EMPTY, MarkMove.Kind.ENROL));
        assertThat(transition.next().key(KEY)).contains(KeyState.enrolled(KEY, new Enrolment.NewChain(40)));
    }

    @Test
    void enrolsAFloorWithItsBytesAsAReservation() {
        Reservation last = precommit(20, 1, 'A').on("chain-a");
        Transition transition = enrol(LedgerState.EMPTY, KEY, floor(last.at(), last.signBytes()));

        assertThat(transition.answer()).isEqualTo(new Answer.Enrolled(last.at(), false));
        assertThat(transition.moved()).contains(new MarkMove(KEY, last.at(), last.signBytes(), MarkMove.Kind.ENROL));
        assertThat(decision(
                        reserve(transition.next(), KEY, precommit(20, 1, 'A').at(9))))
                .isEqualTo(new Decision.Reuse(last.at(), last.signBytes()));
    }

    @Test
    void refusesAFloorWhoseBytesSayAnotherChainOrPosition() {
        HeightRoundStep at = new HeightRoundStep(20, 1, Step.PRECOMMIT);

        for (ByteString wrong : List.of(
                precommit(20, 1, 'A').signBytes("chain-b"),
                precommit(21, 1, 'A').signBytes("chain-a"),
                prevote(20, 1, 'A').signBytes("chain-a"),
                ByteString.copyFromUtf8("garbage"))) {
            Transition transition = enrol(SIGNED, TestKeys.key("chain-a", 2), floor(at, wrong));

            assertThat(transition.next()).isSameAs(SIGNED);
            assertThat(transition.moved()).isEmpty();
            assertThat(transition.answer())
                    .isEqualTo(new Answer.EnrolmentRefused(
                            "the sign bytes of the floor are not those of a vote or proposal at 20/1/precommit on"
                                    + " chain chain-a",
                            HeightRoundStep.ZERO));
        }
    }

    @Test
    void answersTheSameEnrolmentAgainWithTheMarkOfNow() {
        Transition transition = enrol(SIGNED, KEY, new Enrolment.NewChain(1));

        HeightRoundStep mark = prevote(5, 0, 'A').position();
        assertThat(transition).isEqualTo(new Transition(SIGNED, new Answer.Enrolled(mark, true), Optional.empty()));
    }

    @Test
    void refusesAnotherEnrolmentOfAnEnrolledKeyAndSaysWhatThereIs() {
        Transition transition = enrol(SIGNED, KEY, new Enrolment.Floor(HeightRoundStep.endOf(9), Optional.empty()));

        assertThat(transition.next()).isSameAs(SIGNED);
        assertThat(transition.moved()).isEmpty();
        assertThat(transition.answer())
                .isEqualTo(new Answer.EnrolmentRefused(
                        "the key is enrolled on chain chain-a already, as new chain from height 1, not as floor"
                                + " height 9; its mark is 5/0/prevote; nothing was changed. To sign only above a"
                                + " higher position: raftkms state raise, or raftkms state import --raise",
                        prevote(5, 0, 'A').position()));
    }

    @Test
    void keepsOneKeyOnTwoChainsApart() {
        LedgerState both =
                enrol(SIGNED, SAME_KEY_ELSEWHERE, new Enrolment.NewChain(1)).next();
        Transition transition = reserve(both, SAME_KEY_ELSEWHERE, prevote(5, 0, 'B'));

        assertThat(decision(transition)).isInstanceOf(Decision.Reserve.class);
        assertThat(transition.next().key(KEY)).isEqualTo(SIGNED.key(KEY));
        assertThat(transition.next().keys()).extracting(KeyState::key).containsExactly(KEY, SAME_KEY_ELSEWHERE);
    }

    @Test
    void refusesMoreKeysThanALedgerHolds() {
        LedgerState full = LedgerState.EMPTY;
        for (int i = 0; i < LedgerState.MAX_KEYS; i++) {
            full = enrol(full, TestKeys.key("chain-" + i, 1), new Enrolment.NewChain(1))
                    .next();
        }

        Transition transition = enrol(full, KEY, new Enrolment.NewChain(1));

        assertThat(full.keys()).hasSize(1024);
        assertThat(transition.next()).isSameAs(full);
        assertThat(transition.answer())
                .isEqualTo(new Answer.EnrolmentRefused(
                        "the ledger is full: 1024 keys are enrolled", HeightRoundStep.ZERO));
        assertThat(enrol(full, TestKeys.key("chain-7", 1), new Enrolment.NewChain(1))
                        .answer())
                .isEqualTo(new Answer.Enrolled(HeightRoundStep.endOf(0), true));
        assertThat(LedgerState.of(1, full.keys())).isEqualTo(full);
        List<KeyState> tooMany = new ArrayList<>(full.keys());
        tooMany.add(KeyState.enrolled(TestKeys.key("z", 1), new Enrolment.NewChain(1)));
        assertThatThrownBy(() -> LedgerState.of(1, tooMany)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsEveryKeyWhateverTheOrderOfEnrolment() {
        List<Integer> order = List.of(5, 1, 9, 3, 7, 2, 8, 4, 6);
        LedgerState state = LedgerState.EMPTY;
        for (int i : order) {
            state = enrol(state, TestKeys.key("chain-" + i, i), new Enrolment.NewChain(i))
                    .next();
        }

        for (int i : order) {
            assertThat(state.key(TestKeys.key("chain-" + i, i)).orElseThrow().enrolment())
                    .isEqualTo(new Enrolment.NewChain(i));
        }
        assertThat(state.keys()).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
        assertThat(state.key(TestKeys.key("chain-1", 2))).isEmpty();
        assertThat(state.key(TestKeys.key("chain-10", 1))).isEmpty();
    }

    @Test
    void movesTheMarkOnlyForAReservation() {
        Transition reserved = reserve(SIGNED, KEY, precommit(5, 0, 'B'));
        Transition conflict = reserve(SIGNED, KEY, prevote(5, 0, 'B'));

        assertThat(reserved.moved())
                .contains(new MarkMove(
                        KEY,
                        precommit(5, 0, 'B').position(),
                        precommit(5, 0, 'B').signBytes("chain-a"),
                        MarkMove.Kind.RESERVE));
        assertThat(conflict.moved()).isEmpty();
        assertThat(conflict.next()).isSameAs(SIGNED);
        assertThat(decision(conflict))
                .isEqualTo(new Decision.Refuse(
                        RefusalReason.CONFLICT, prevote(5, 0, 'A').position()));
    }

    @Test
    void refusesToReserveForAKeyThatIsNotEnrolled() {
        Transition transition = reserve(SIGNED, SAME_KEY_ELSEWHERE, prevote(5, 0, 'A'));

        assertThat(decision(transition))
                .isEqualTo(new Decision.Refuse(RefusalReason.NOT_ENROLLED, HeightRoundStep.ZERO));
        assertThat(transition.next()).isSameAs(SIGNED);
    }

    @Test
    void answersWithoutTheLogWhatNoLaterEntryChanges() {
        assertThat(preview(SIGNED, prevote(5, 0, 'A').at(3)))
                .contains(new Decision.Reuse(
                        prevote(5, 0, 'A').position(), prevote(5, 0, 'A').signBytes("chain-a")));
        assertThat(preview(SIGNED, prevote(5, 0, 'B'))).contains(refusal(RefusalReason.CONFLICT));
        assertThat(SIGNED.preview(KEY, prevote(6, 0, 'A').on("chain-b"))).contains(refusal(RefusalReason.MALFORMED));
    }

    /** A leader that does not know of a lowering would refuse, for good, what its successor reserves. */
    @Test
    void asksTheLogForARegressionWhichALoweringMayUndo() {
        LedgerState roundTwo = reserve(SIGNED, KEY, prevote(5, 2, 'A')).next();

        assertThat(preview(SIGNED, prevote(4, 0, 'A'))).isEmpty();
        assertThat(preview(SIGNED, proposal(5, 0, 'A'))).isEmpty();
        assertThat(preview(roundTwo, precommit(5, 1, 'A'))).isEmpty();
        assertThat(decision(reserve(SIGNED, KEY, prevote(4, 0, 'A'))))
                .isEqualTo(refusal(RefusalReason.HEIGHT_REGRESSION));
        assertThat(decision(reserve(SIGNED, KEY, proposal(5, 0, 'A'))))
                .isEqualTo(refusal(RefusalReason.STEP_REGRESSION));
        assertThat(decision(reserve(roundTwo, KEY, precommit(5, 1, 'A'))))
                .isEqualTo(new Decision.Refuse(
                        RefusalReason.ROUND_REGRESSION, prevote(5, 2, 'A').position()));
    }

    @Test
    void asksTheLogForWhatIsNewAndForWhatALaterEntryMayUndo() {
        KeyState key = SIGNED.key(KEY).orElseThrow();
        LedgerState paused = SIGNED.with(KeyStates.paused(key, new Pause(OptionalLong.empty())));
        LedgerState sealed = SIGNED.with(KeyStates.sealed(key));

        assertThat(preview(SIGNED, precommit(5, 0, 'A'))).isEmpty();
        assertThat(preview(SIGNED, precommit(900_000, 0, 'A'))).isEmpty();
        assertThat(preview(LedgerState.EMPTY, prevote(5, 0, 'A'))).isEmpty();
        assertThat(preview(paused, prevote(5, 0, 'A'))).isEmpty();
        assertThat(preview(sealed, prevote(5, 0, 'A'))).isEmpty();
        assertThat(decision(reserve(paused, KEY, prevote(5, 0, 'A')))).isEqualTo(refusal(RefusalReason.PAUSED));
        assertThat(decision(reserve(sealed, KEY, prevote(5, 0, 'A')))).isEqualTo(refusal(RefusalReason.SEALED));
    }

    @Test
    void hashesEqualStatesAlikeAndOthersNot() {
        LedgerState again = reserve(
                        enrol(LedgerState.EMPTY, KEY, new Enrolment.NewChain(1)).next(), KEY, prevote(5, 0, 'A'))
                .next();

        assertThat(again.hash()).isEqualTo(SIGNED.hash()).hasSize(32);
        assertThat(again).isEqualTo(SIGNED).hasSameHashCodeAs(SIGNED).hasToString("ledger of 1 keys");
        assertThat(SIGNED.hash()).isNotEqualTo(ENROLLED.hash());
        assertThat(SIGNED).isNotEqualTo(ENROLLED).isNotEqualTo("ledger of 1 keys");
        assertThat(SIGNED.hashCode()).isNotEqualTo(ENROLLED.hashCode());
    }

    @Test
    void readsBackItsOneEncodingWhichItsHashIsOf() {
        assertThat(LedgerState.decode(SIGNED.encoded())).isEqualTo(SIGNED);
        assertThat(Sha256.hex(SIGNED.encoded())).isEqualTo(HexFormat.of().formatHex(SIGNED.hash()));
        assertThatThrownBy(() -> LedgerState.decode(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    /** A member that meets a version it does not know halts before it signs. */
    @Test
    void knowsNoStateAndNoEntryOfAnotherVersion() {
        for (int version : List.of(0, KnownVersions.newest() + 1)) {
            assertThatThrownBy(() -> LedgerState.of(version, List.of()))
                    .hasMessage("entries of version 1 to 1 are known, not " + version);
            assertThatThrownBy(() -> new Entry(version, new Command.Noop()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Members of different builds compare these. */
    @Test
    void keepsItsHash() {
        assertThat(HexFormat.of().formatHex(LedgerState.EMPTY.hash()))
                .isEqualTo("27c24fcb8474773e2af799d0848495ff053272d33c432dc26277993df45c9276");
        assertThat(HexFormat.of().formatHex(SIGNED.hash()))
                .isEqualTo("d86be621b23a5fa55ff152d8fc4bb6164fdd722030111cce36f8c5748d5513c0");
    }

    private static Transition enrol(LedgerState state, KeyId key, Enrolment enrolment) {
        return state.apply(new Entry(1, new Command.Enrol(key, enrolment)), 1);
    }

    private static Transition reserve(LedgerState state, KeyId key, Ask ask) {
        return state.apply(new Entry(1, new Command.Reserve(key, ask.on(key.chainId()))), 1);
    }

    private static Optional<Decision> preview(LedgerState state, Ask ask) {
        return state.preview(KEY, ask.on("chain-a"));
    }

    private static Decision decision(Transition transition) {
        return ((Answer.Decided) transition.answer()).decision();
    }

    private static Decision refusal(RefusalReason reason) {
        return new Decision.Refuse(reason, prevote(5, 0, 'A').position());
    }

    private static Enrolment floor(HeightRoundStep at, ByteString signBytes) {
        return new Enrolment.Floor(at, Optional.of(signBytes));
    }
}
