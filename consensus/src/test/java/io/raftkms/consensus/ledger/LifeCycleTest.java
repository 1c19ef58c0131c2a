package io.raftkms.consensus.ledger;

import static io.raftkms.consensus.rule.Ask.precommit;
import static io.raftkms.consensus.rule.Ask.prevote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Lowering;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.RefusalReason;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Raise, lower, seal, unseal, pause, resume and the version: the rows of {@link MarkCommands} and {@link LedgerApply}. */
class LifeCycleTest {
    private static final String CHAIN = "chain-a";
    private static final KeyId KEY = TestKeys.key(CHAIN, 1);
    private static final KeyId OTHER = TestKeys.key("chain-b", 1);
    private static final Pause EVERY_HEIGHT = new Pause(OptionalLong.empty());

    private LedgerState state = LedgerState.EMPTY;
    private long index;

    @Test
    void raisesTheMarkAndKeepsTheReservations() {
        enrolledAndSigned(5, 6);

        assertThat(apply(new Command.Raise(KEY, floor(90))).answer())
                .isEqualTo(new Answer.Raised(HeightRoundStep.endOf(90), false));
        assertThat(apply(new Command.Raise(KEY, floor(90))).answer())
                .isEqualTo(new Answer.Raised(HeightRoundStep.endOf(90), true));
        assertThat(decide(prevote(6, 0, 'A'))).isInstanceOf(Decision.Reuse.class);
        assertThat(reason(prevote(90, 0, 'A'))).isEqualTo(RefusalReason.ROUND_REGRESSION);
        assertThat(decide(prevote(91, 0, 'A'))).isInstanceOf(Decision.Reserve.class);
    }

    @Test
    void raisesWithTheBytesOfAnotherSignerAndAnswersThemAgain() {
        enrolledAndSigned(5);
        Ask last = precommit(40, 2, 'B');

        Transition transition = apply(new Command.Raise(KEY, floor(last)));

        assertThat(transition.moved())
                .contains(new MarkMove(KEY, last.position(), last.signBytes(CHAIN), MarkMove.Kind.SET));
        assertThat(decide(last.at(9))).isEqualTo(new Decision.Reuse(last.position(), last.signBytes(CHAIN)));
        assertThat(apply(new Command.Raise(KEY, floor(last))).answer())
                .isEqualTo(new Answer.Raised(last.position(), true));
        assertRefused(new Command.Raise(KEY, floor(precommit(40, 2, 'C'))), "not above the mark");
    }

    @Test
    void refusesToRaiseDownwardsOrByForeignBytesOrWhatIsNotEnrolled() {
        enrolledAndSigned(5);

        assertRefused(new Command.Raise(KEY, floor(4)), "not above the mark 5/0/prevote");
        assertRefused(
                new Command.Raise(
                        KEY,
                        new Enrolment.Floor(
                                prevote(9, 0, 'A').position(),
                                Optional.of(prevote(8, 0, 'A').signBytes(CHAIN)))),
                "are not those of a vote or proposal at 9/0/prevote");
        assertRefused(new Command.Raise(OTHER, floor(9)), "not enrolled on chain chain-b");
        assertRefused(new Command.Seal(OTHER), "not enrolled");
        assertRefused(new Command.Unseal(OTHER, floor(9), false), "not enrolled");
        assertRefused(new Command.Lower(OTHER, HeightRoundStep.ZERO, true, "why"), "not enrolled");
    }

    @Test
    void raisesToAReservationThatBindsAboveALoweredMarkOnlyWithItsOwnBytes() {
        enrolledAndSigned(5, 6, 7);
        lower(prevote(5, 0, 'A').position(), false);

        assertRefused(new Command.Raise(KEY, floor(prevote(7, 0, 'B'))), "the key signed twice");
        assertThat(apply(new Command.Raise(KEY, floor(prevote(7, 0, 'A')))).answer())
                .isEqualTo(new Answer.Raised(prevote(7, 0, 'A').position(), false));
        assertThat(key().reservations()).hasSize(3);
    }

    /** Nothing is known of what was signed there elsewhere, but what was signed here still binds. */
    @Test
    void raisesWithoutBytesToAReservationThatGoesOnBinding() {
        enrolledAndSigned(5, 6, 7);
        lower(prevote(5, 0, 'A').position(), false);
        HeightRoundStep at = prevote(7, 0, 'A').position();

        assertThat(apply(new Command.Raise(KEY, new Enrolment.Floor(at, Optional.empty())))
                        .answer())
                .isEqualTo(new Answer.Raised(at, false));
        assertThat(decide(prevote(7, 0, 'A'))).isInstanceOf(Decision.Reuse.class);
        assertThat(reason(prevote(7, 0, 'B'))).isEqualTo(RefusalReason.CONFLICT);
    }

    @Test
    void lowersOnlyWhatIsPausedAtEveryHeight() {
        enrolledAndSigned(5, 6);
        HeightRoundStep to = prevote(5, 0, 'A').position();

        assertRefused(new Command.Lower(KEY, to, false, "why"), "raftkms pause --chain-id chain-a");
        apply(new Command.Pause(new KeySelection.Every(), new Pause(OptionalLong.of(6))));
        assertRefused(new Command.Lower(KEY, to, false, "why"), "raftkms pause --chain-id chain-a");
        apply(new Command.Pause(new KeySelection.Every(), EVERY_HEIGHT));
        assertThat(apply(new Command.Lower(KEY, to, false, "why")).answer())
                .isEqualTo(new Answer.Lowered(prevote(6, 0, 'A').position(), to, 1, false));
        assertThat(apply(new Command.Lower(KEY, to, false, "why")).answer())
                .isEqualTo(new Answer.Lowered(prevote(6, 0, 'A').position(), to, 1, true));
        assertThat(key().lowering())
                .contains(new Lowering(index - 1, prevote(6, 0, 'A').position(), to, false, "why"));
        assertRefused(new Command.Lower(KEY, prevote(6, 0, 'A').position(), false, "why"), "not below the mark");
    }

    @Test
    void loweredMarksLeaveReservationsBinding() {
        enrolledAndSigned(5, 6, 9);
        lower(prevote(5, 0, 'A').position(), false);

        assertThat(reason(prevote(9, 0, 'B'))).isEqualTo(RefusalReason.CONFLICT);
        assertThat(decide(prevote(8, 0, 'B'))).isInstanceOf(Decision.Reserve.class);
        assertThat(decide(prevote(9, 0, 'A'))).isInstanceOf(Decision.Reuse.class);
    }

    /** What another signer signed between is nowhere among the reservations. */
    @Test
    void refusesToLowerBelowARaiseThoughOlderReservationsAreKept() {
        enrolledAndSigned(5, 6);
        apply(new Command.Raise(KEY, floor(90)));
        reserve(prevote(91, 0, 'A'));
        apply(new Command.Pause(new KeySelection.Every(), EVERY_HEIGHT));

        assertRefused(new Command.Lower(KEY, prevote(6, 0, 'A').position(), false, "why"), "only with --forget-recent");
        assertThat(apply(new Command.Lower(KEY, HeightRoundStep.endOf(90), false, "why"))
                        .answer())
                .isInstanceOf(Answer.Lowered.class);
    }

    @Test
    void refusesToLowerBelowWhatWasForgottenAndBelowTheOldestThatIsKept() {
        enrolledAndSigned(2);
        for (int height = 3; height <= 40; height++) {
            reserve(prevote(height, 0, 'A'));
        }
        apply(new Command.Pause(new KeySelection.Every(), EVERY_HEIGHT));

        assertThat(key().horizon()).isEqualTo(prevote(8, 0, 'A').position());
        assertRefused(new Command.Lower(KEY, prevote(8, 0, 'A').position(), false, "why"), "only with --forget-recent");
        assertThat(apply(new Command.Lower(KEY, prevote(9, 0, 'A').position(), false, "why"))
                        .answer())
                .isInstanceOf(Answer.Lowered.class);
        apply(new Command.Resume(new KeySelection.Every()));
        reserve(precommit(9, 0, 'A'));
        assertThat(reason(prevote(40, 0, 'B'))).isEqualTo(RefusalReason.CONFLICT);
    }

    @Test
    void forgetsReservationsForAChainThatBeganAgain() {
        enrolledAndSigned(5, 6, 7);
        lower(HeightRoundStep.endOf(0), true);

        assertThat(key().reservations()).isEmpty();
        assertThat(decide(prevote(6, 0, 'B'))).isInstanceOf(Decision.Reserve.class);
    }

    @Test
    void sealsForEver() {
        enrolledAndSigned(5, 6);
        HeightRoundStep at = prevote(6, 0, 'A').position();

        assertThat(apply(new Command.Seal(KEY)).answer()).isEqualTo(new Answer.Sealed(at, false));
        assertThat(apply(new Command.Seal(KEY)).answer()).isEqualTo(new Answer.Sealed(at, true));
        assertThat(reason(prevote(6, 0, 'A'))).isEqualTo(RefusalReason.SEALED);
        assertThat(reason(prevote(7, 0, 'A'))).isEqualTo(RefusalReason.SEALED);
        apply(new Command.Pause(new KeySelection.Every(), EVERY_HEIGHT));
        assertRefused(new Command.Raise(KEY, floor(90)), "sealed at 6/0/prevote");
        assertRefused(new Command.Lower(KEY, HeightRoundStep.ZERO, true, "why"), "sealed at 6/0/prevote");
        assertThat(apply(new Command.Enrol(KEY, new Enrolment.NewChain(1))).answer())
                .isInstanceOf(Answer.EnrolmentRefused.class);
    }

    /** Else the signer that gets the key would sign between the mark and them. */
    @Test
    void sealsAtTheHighestReservationAfterALowering() {
        enrolledAndSigned(5, 6, 9);
        lower(prevote(5, 0, 'A').position(), false);
        Ask highest = prevote(9, 0, 'A');

        Transition transition = apply(new Command.Seal(KEY));

        assertThat(transition.answer()).isEqualTo(new Answer.Sealed(highest.position(), false));
        assertThat(transition.moved())
                .contains(new MarkMove(KEY, highest.position(), highest.signBytes(CHAIN), MarkMove.Kind.SET));
    }

    @Test
    void takesASealedKeyBackOnlyFromAboveTheSeal() {
        enrolledAndSigned(5, 6);
        apply(new Command.Seal(KEY));

        assertRefused(new Command.Unseal(KEY, floor(5), true), "sealed at 6/0/prevote");
        assertRefused(new Command.Unseal(KEY, floor(prevote(6, 0, 'A')), false), "--never-used-elsewhere");
        assertThat(apply(new Command.Unseal(KEY, floor(precommit(6, 0, 'A')), false))
                        .answer())
                .isEqualTo(new Answer.Unsealed(precommit(6, 0, 'A').position()));
        assertThat(reason(prevote(6, 0, 'A'))).isEqualTo(RefusalReason.STEP_REGRESSION);
        assertThat(reason(prevote(5, 0, 'A'))).isEqualTo(RefusalReason.HEIGHT_REGRESSION);
        assertThat(decide(precommit(6, 0, 'A'))).isInstanceOf(Decision.Reuse.class);
        assertThat(decide(prevote(7, 0, 'B'))).isInstanceOf(Decision.Reserve.class);
        assertRefused(new Command.Unseal(KEY, floor(90), false), "not sealed");
    }

    @Test
    void takesNoKeyBackByBytesOfAnotherPositionOrChain() {
        enrolledAndSigned(5, 6);
        apply(new Command.Seal(KEY));
        HeightRoundStep above = prevote(9, 0, 'A').position();

        assertRefused(
                new Command.Unseal(
                        KEY,
                        new Enrolment.Floor(
                                above, Optional.of(prevote(8, 0, 'A').signBytes(CHAIN))),
                        false),
                "are not those of a vote or proposal at 9/0/prevote");
        assertRefused(
                new Command.Unseal(
                        KEY,
                        new Enrolment.Floor(
                                above, Optional.of(prevote(9, 0, 'A').signBytes("chain-b"))),
                        true),
                "on chain chain-a");
        assertThat(key().sealed()).isTrue();
    }

    @Test
    void takesAKeyThatNobodyElseHadBackAtTheSealUnlessTheBytesDiffer() {
        enrolledAndSigned(5, 6);
        apply(new Command.Seal(KEY));

        assertRefused(new Command.Unseal(KEY, floor(prevote(6, 0, 'B')), true), "used elsewhere");
        assertRefused(new Command.Unseal(KEY, floor(prevote(6, 0, 'A').at(2)), true), "used elsewhere");
        assertThat(apply(new Command.Unseal(KEY, floor(prevote(6, 0, 'A')), true))
                        .answer())
                .isEqualTo(new Answer.Unsealed(prevote(6, 0, 'A').position()));
        assertThat(decide(prevote(5, 0, 'A'))).isInstanceOf(Decision.Reuse.class);
        assertThat(reason(prevote(6, 0, 'B'))).isEqualTo(RefusalReason.CONFLICT);
    }

    @Test
    void staysAboveALiftedSealWhateverIsLowered() {
        enrolledAndSigned(5, 6);
        apply(new Command.Seal(KEY));
        apply(new Command.Unseal(KEY, floor(8), false));
        apply(new Command.Pause(new KeySelection.Every(), EVERY_HEIGHT));

        assertRefused(new Command.Lower(KEY, prevote(5, 0, 'A').position(), true, "why"), "was sealed at 6/0/prevote");
        assertThat(apply(new Command.Lower(KEY, prevote(6, 0, 'A').position(), true, "why"))
                        .answer())
                .isInstanceOf(Answer.Lowered.class);
        apply(new Command.Resume(new KeySelection.Every()));
        assertThat(reason(prevote(6, 0, 'A'))).isEqualTo(RefusalReason.STEP_REGRESSION);
    }

    @Test
    void pausesAndResumesByKeyChainAndAltogether() {
        enrolledAndSigned(5);
        apply(new Command.Enrol(OTHER, new Enrolment.NewChain(1)));

        Answer chain = apply(new Command.Pause(new KeySelection.Chain(CHAIN), new Pause(OptionalLong.of(9))))
                .answer();
        assertThat(((Answer.Pauses) chain).keys()).containsExactly(key());
        assertThat(decide(prevote(8, 0, 'A'))).isInstanceOf(Decision.Reserve.class);
        assertThat(reason(prevote(9, 0, 'A'))).isEqualTo(RefusalReason.PAUSED);
        Answer all =
                apply(new Command.Pause(new KeySelection.Every(), EVERY_HEIGHT)).answer();
        assertThat(((Answer.Pauses) all).keys())
                .hasSize(2)
                .allMatch(key -> key.pause().equals(Optional.of(EVERY_HEIGHT)));
        apply(new Command.Resume(new KeySelection.One(OTHER)));
        assertThat(key().pause()).contains(EVERY_HEIGHT);
        assertThat(state.key(OTHER).orElseThrow().pause()).isEmpty();
        assertRefused(new Command.Pause(new KeySelection.Chain("none"), EVERY_HEIGHT), "no such key is enrolled");
        assertRefused(new Command.Resume(new KeySelection.Chain("none")), "no such key is enrolled");
    }

    @Test
    void enrolsAsPausedAndLeavesThePauseOfAnEnrolledKeyAlone() {
        Command enrol = new Command.Enrol(KEY, new Enrolment.NewChain(1), true);
        apply(enrol);

        assertThat(key().pause()).contains(EVERY_HEIGHT);
        assertThat(reason(prevote(1, 0, 'A'))).isEqualTo(RefusalReason.PAUSED);
        apply(new Command.Resume(new KeySelection.Every()));
        assertThat(apply(enrol).answer()).isEqualTo(new Answer.Enrolled(key().mark(), true));
        assertThat(key().pause()).isEmpty();
    }

    @Test
    void neverWeakensAPauseByAnother() {
        enrolledAndSigned(5);
        KeySelection every = new KeySelection.Every();

        apply(new Command.Pause(every, new Pause(OptionalLong.of(20))));
        apply(new Command.Pause(every, new Pause(OptionalLong.of(30))));
        assertThat(key().pause()).contains(new Pause(OptionalLong.of(20)));
        apply(new Command.Pause(every, new Pause(OptionalLong.of(10))));
        assertThat(key().pause()).contains(new Pause(OptionalLong.of(10)));
        LedgerState paused = apply(new Command.Pause(every, EVERY_HEIGHT)).next();
        assertThat(apply(new Command.Pause(every, new Pause(OptionalLong.of(10))))
                        .next())
                .isSameAs(paused);
        assertThat(key().pause()).contains(EVERY_HEIGHT);
    }

    @Test
    void upgradesOneVersionAtATime() {
        assertThat(state.version()).isEqualTo(1);
        assertThat(apply(new Command.FinalizeUpgrade(1)).answer()).isEqualTo(new Answer.Upgraded(1, true));
        assertThatThrownBy(() -> new Command.FinalizeUpgrade(2)).hasMessageContaining("1 to 1 are known, not 2");
    }

    @Test
    void refusesStatesOfAKeyThatCannotBe() {
        enrolledAndSigned(5, 6);
        KeyState key = key();

        assertThatThrownBy(() -> key.lowered(
                        new Lowering(9, key.mark(), HeightRoundStep.ZERO, false, "below the new chain's first mark")))
                .hasMessageContaining("the horizon");
        assertThatThrownBy(() -> key.closed()
                        .lowered(new Lowering(9, key.mark(), prevote(5, 0, 'A').position(), false, "below the seal")))
                .hasMessageContaining("below the seal");
        assertThatThrownBy(() -> new Lowering(0, key.mark(), HeightRoundStep.ZERO, false, "why"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Lowering(9, key.mark(), key.mark(), false, "why"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void enrolledAndSigned(long... heights) {
        apply(new Command.Enrol(KEY, new Enrolment.NewChain(1)));
        for (long height : heights) {
            reserve(prevote(height, 0, 'A'));
        }
    }

    private void lower(HeightRoundStep to, boolean forget) {
        KeySelection one = new KeySelection.One(KEY);
        apply(new Command.Pause(one, EVERY_HEIGHT));
        assertThat(apply(new Command.Lower(KEY, to, forget, "a test")).answer()).isInstanceOf(Answer.Lowered.class);
        apply(new Command.Resume(one));
    }

    private void reserve(Ask ask) {
        assertThat(decide(ask)).isInstanceOf(Decision.Reserve.class);
    }

    private Decision decide(Ask ask) {
        return ((Answer.Decided) apply(new Command.Reserve(KEY, ask.on(CHAIN))).answer()).decision();
    }

    private RefusalReason reason(Ask ask) {
        return ((Decision.Refuse) decide(ask)).reason();
    }

    private void assertRefused(Command command, String why) {
        LedgerState before = state;
        Transition transition = apply(command);
        assertThat(transition.answer())
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).contains(why));
        assertThat(transition.next()).isSameAs(before);
        assertThat(transition.moved()).isEmpty();
    }

    private Transition apply(Command command) {
        Transition transition = state.apply(new Entry(1, command), ++index);
        state = transition.next();
        return transition;
    }

    private KeyState key() {
        return state.key(KEY).orElseThrow();
    }

    private static Enrolment.Floor floor(long height) {
        return new Enrolment.Floor(HeightRoundStep.endOf(height), Optional.empty());
    }

    private static Enrolment.Floor floor(Ask last) {
        return new Enrolment.Floor(last.position(), Optional.of(last.signBytes(CHAIN)));
    }
}
