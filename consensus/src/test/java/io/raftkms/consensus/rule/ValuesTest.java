package io.raftkms.consensus.rule;

import static io.raftkms.consensus.rule.Ask.precommit;
import static io.raftkms.consensus.rule.Ask.prevote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final ConsensusPublicKey KEY = ed25519(1);

    @Test
    void takesChainIdsOfOneToFiftyCharacters() {
        assertThat(new KeyId("x".repeat(50), KEY).chainId()).hasSize(50);
        assertThat(new KeyId("x", KEY).chainId()).hasSize(1);
        assertRefused(() -> new KeyId("x".repeat(51), KEY));
        assertRefused(() -> new KeyId("", KEY));
    }

    @Test
    void refusesAChainIdThatTheLogWouldChange() {
        assertThat(new KeyId("chain-\ud83d\ude00", KEY).chainId()).endsWith("\ude00");
        assertRefused(() -> new KeyId("chain-\ud83d", KEY));
    }

    @Test
    void ordersKeysByChainThenKeyWithBytesUnsigned() {
        KeyId first = new KeyId("a", ed25519(0x7f));
        KeyId second = new KeyId("a", ed25519(0x80));
        KeyId third = new KeyId("a", new ConsensusPublicKey(KeyType.SECP256K1, ByteString.copyFrom(new byte[33])));
        KeyId last = new KeyId("b", ed25519(0));

        TreeSet<KeyId> ordered = new TreeSet<>(List.of(last, third, second, first));

        assertThat(ordered).containsExactly(first, second, third, last);
    }

    @Test
    void boundsSignBytes() {
        HeightRoundStep at = new HeightRoundStep(1, 0, Step.PREVOTE);

        assertThat(new Reservation(at, zeros(512)).signBytes().size()).isEqualTo(512);
        assertRefused(() -> new Reservation(at, zeros(513)));
        assertRefused(() -> new Reservation(at, ByteString.EMPTY));
        assertRefused(() -> new Enrolment.Floor(at, Optional.of(zeros(513))));
        assertRefused(() -> new Enrolment.Floor(at, Optional.of(ByteString.EMPTY)));
    }

    @Test
    void holdsTheLongestProposalThereIs() {
        Ask longest = new Ask(Step.PROPOSAL, Long.MAX_VALUE, Integer.MAX_VALUE, 'A', -1, Integer.MAX_VALUE);
        String chainId = "\u20ac".repeat(KeyId.MAX_CHAIN_ID_CHARACTERS);

        assertThat(longest.on(chainId).signBytes().size()).isBetween(200, Reservation.MAX_SIGN_BYTES - 100);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void beginsAtHeightOneOrMore(long height) {
        assertRefused(() -> new Enrolment.NewChain(height));
        assertRefused(() -> new Pause(OptionalLong.of(height)));
        assertRefused(() -> new Enrolment.Floor(HeightRoundStep.ZERO, Optional.empty()));
    }

    @Test
    void putsTheFirstMarkRightBelowWhatMayBeSigned() {
        assertThat(new Enrolment.NewChain(1).mark()).isEqualTo(HeightRoundStep.endOf(0));
        assertThat(new Enrolment.NewChain(Long.MAX_VALUE).mark()).isEqualTo(HeightRoundStep.endOf(Long.MAX_VALUE - 1));
        HeightRoundStep at = new HeightRoundStep(1, 0, Step.NONE);
        assertThat(new Enrolment.Floor(at, Optional.empty()).mark()).isEqualTo(at);
    }

    @Test
    void movesAMarkUpwardsOnly() {
        KeyState state = KeyState.enrolled(new KeyId("chain-a", KEY), new Enrolment.NewChain(1))
                .reserved(prevote(7, 0, 'A').on("chain-a"));

        assertThat(state.mark()).isEqualTo(prevote(7, 0, 'A').position());
        assertRefused(() -> state.reserved(prevote(7, 0, 'A').on("chain-a")));
        assertRefused(() -> state.reserved(precommit(6, 0, 'A').on("chain-a")));
    }

    @Test
    void tellsAnUntouchedNewChainFromEverythingElse() {
        KeyId key = new KeyId("chain-a", KEY);
        KeyState fresh = KeyState.enrolled(key, new Enrolment.NewChain(1));
        KeyState raised = KeyStates.withMark(fresh, HeightRoundStep.endOf(5));
        KeyState lowered = KeyStates.withRecent(
                fresh, RecentReservations.NONE.with(prevote(7, 0, 'A').on("chain-a")));
        KeyState floor = KeyState.enrolled(key, new Enrolment.Floor(HeightRoundStep.endOf(5), Optional.empty()));

        assertThat(fresh.untouched()).isTrue();
        assertThat(fresh.reserved(prevote(1, 0, 'A').on("chain-a")).untouched()).isFalse();
        assertThat(raised.untouched()).isFalse();
        assertThat(lowered.untouched()).isFalse();
        assertThat(floor.untouched()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void findsEveryRefusalReasonByItsNumber(RefusalReason reason) {
        assertThat(RefusalReason.ofNumber(reason.number())).isEqualTo(reason);
        assertRefused(() -> RefusalReason.ofNumber(0));
        assertRefused(() -> RefusalReason.ofNumber(10));
    }

    /** Members of different builds tell each other these numbers. */
    @Test
    void keepsTheNumbersOfRefusalReasons() {
        assertThat(Stream.of(RefusalReason.values()).map(reason -> reason.number() + " " + reason))
                .containsExactly(
                        "1 NOT_ENROLLED",
                        "2 SEALED",
                        "3 PAUSED",
                        "4 CONFLICT",
                        "5 HEIGHT_REGRESSION",
                        "6 ROUND_REGRESSION",
                        "7 STEP_REGRESSION",
                        "8 BEYOND_JUMP_LIMIT",
                        "9 MALFORMED");
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteString zeros(int count) {
        return ByteString.copyFrom(new byte[count]);
    }

    private static ConsensusPublicKey ed25519(int firstByte) {
        byte[] key = new byte[32];
        key[0] = (byte) firstByte;
        return new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(key));
    }
}
