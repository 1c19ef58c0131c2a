package io.raftkms.consensus.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The rule against {@link NaiveSigner}, and against what must hold whatever the rule's details. */
class DoubleSignRulePropertyTest {
    private static final String CHAIN = "chain-a";
    private static final KeyId KEY =
            new KeyId(CHAIN, new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(new byte[32])));

    @Property(tries = 2000)
    void decidesAsTheNaiveModelAndNeverForTwoBytesAtOnePosition(@ForAll("crowded") List<Ask> asks) {
        assertDecidedAlike(asks);
    }

    @Property(tries = 1000)
    void decidesAsTheNaiveModelWhenReservationsAreForgotten(@ForAll("rising") List<Ask> asks) {
        assertDecidedAlike(asks);
    }

    /** Few positions, so that almost every request meets an earlier one; now and then about as far as may be. */
    @Provide("crowded")
    Arbitrary<List<Ask>> crowded() {
        return Arbitraries.frequencyOf(
                        Tuple.of(60, Asks.between(1, 4)),
                        Tuple.of(1, Asks.between(98, 104)),
                        Tuple.of(1, Asks.between(100_000, 100_105)))
                .list()
                .ofMaxSize(60);
    }

    /** Rising slowly over many more positions than are kept, with repeats and regressions among them. */
    @Provide("rising")
    Arbitrary<List<Ask>> rising() {
        return Asks.between(1, 4)
                .list()
                .ofMinSize(100)
                .ofMaxSize(250)
                .map(asks -> IntStream.range(0, asks.size())
                        .mapToObj(i -> asks.get(i).higherBy(i / 5))
                        .toList());
    }

    private static void assertDecidedAlike(List<Ask> asks) {
        NaiveSigner model = new NaiveSigner();
        KeyState state = KeyState.enrolled(KEY, new Enrolment.NewChain(1));
        Map<HeightRoundStep, ByteString> released = new HashMap<>();
        for (Ask ask : asks) {
            Decision decision = DoubleSignRule.decide(1, Optional.of(state), ask.on(CHAIN));
            NaiveSigner.Verdict verdict = model.ask(ask);

            assertThat(Asks.outcome(decision)).as("%s", ask).isEqualTo(verdict.outcome());
            ByteString bytes = Asks.released(decision).orElse(null);
            if (verdict.signed() != null) {
                assertThat(bytes).isEqualTo(verdict.signed().signBytes(CHAIN));
                assertThat(released.merge(ask.position(), bytes, (first, second) -> first))
                        .isEqualTo(bytes);
            }
            HeightRoundStep before = state.mark();
            if (decision instanceof Decision.Reserve reserve) {
                state = state.reserved(reserve.reservation());
                assertThat(state.mark()).isGreaterThan(before).isEqualTo(ask.position());
            }
            assertThat(state.reservations()).hasSize(model.kept().size());
        }
    }
}
