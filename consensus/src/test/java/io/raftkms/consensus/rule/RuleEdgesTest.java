package io.raftkms.consensus.rule;

import static io.raftkms.consensus.rule.Ask.prevote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Edges of the rule's values that mutation testing asked about. */
class RuleEdgesTest {
    private static final String CHAIN = "edges";
    private static final KeyId KEY =
            new KeyId(CHAIN, new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(new byte[32])));

    @Test
    void bytesThatAreNoVoteAreMalformedAlsoWhereAVoteIsReserved() {
        Ask voted = prevote(5, 0, 'A');
        KeyState state = KeyState.enrolled(KEY, new Enrolment.NewChain(1)).reserved(voted.on(CHAIN));
        Reservation damaged = new Reservation(voted.position(), ByteString.copyFromUtf8("no vote"));

        assertThat(DoubleSignRule.decide(1, Optional.of(state), damaged))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.MALFORMED));
    }

    @Test
    void nothingIsReservedAtAFloorItself() {
        Ask at = prevote(5, 0, 'A');
        KeyState floored = KeyState.enrolled(KEY, new Enrolment.Floor(at.position(), Optional.empty()));

        assertThatThrownBy(() -> floored.reserved(at.on(CHAIN))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void markBelongsToAPublicKey() {
        assertThatThrownBy(() -> new KeyId(CHAIN, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void floorsSayWhatTheyCover() {
        Ask ask = prevote(5, 0, 'A');

        assertThat(new Enrolment.Floor(HeightRoundStep.endOf(5), Optional.empty()))
                .hasToString("floor height 5");
        assertThat(new Enrolment.Floor(ask.position(), Optional.empty())).hasToString("floor " + ask.position());
        assertThat(new Enrolment.Floor(ask.position(), Optional.of(ask.signBytes(CHAIN))))
                .hasToString("floor " + ask.position() + " with its sign bytes");
    }

    @Test
    void aFloorRaisesNothingAtOrBelowTheMark() {
        Ask at = prevote(5, 0, 'A');
        KeyState signed = KeyState.enrolled(KEY, new Enrolment.NewChain(1)).reserved(at.on(CHAIN));

        for (HeightRoundStep floor : List.of(at.position(), HeightRoundStep.endOf(4))) {
            assertThatThrownBy(() -> signed.raised(new Enrolment.Floor(floor, Optional.empty())))
                    .hasMessageContaining("not above the mark 5/0/prevote");
        }
    }

    /** The next reservation below them would push out one that binds. */
    @Test
    void aFullSetOfReservationsIsNeverAllAboveTheMark() {
        KeyState full = KeyState.enrolled(KEY, new Enrolment.NewChain(1));
        for (int height = 2; height < 2 + RecentReservations.CAPACITY; height++) {
            full = full.reserved(prevote(height, 0, 'A').on(CHAIN));
        }
        KeyState signed = full;

        assertThat(KeyStates.withMark(signed, prevote(2, 0, 'A').position()).mark())
                .isEqualTo(prevote(2, 0, 'A').position());
        assertThatThrownBy(() -> KeyStates.withMark(signed, HeightRoundStep.endOf(1)))
                .hasMessageContaining("no reservation at or below the mark");
    }

    @Test
    void aLoweringStandsInTheLogWithAReason() {
        HeightRoundStep from = HeightRoundStep.endOf(9);

        assertThat(new Lowering(1, from, HeightRoundStep.ZERO, false, "why").index())
                .isEqualTo(1);
        assertThatThrownBy(() -> new Lowering(1, from, HeightRoundStep.ZERO, false, " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Lowering(1, from, HeightRoundStep.ZERO, false, "two\nlines"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
