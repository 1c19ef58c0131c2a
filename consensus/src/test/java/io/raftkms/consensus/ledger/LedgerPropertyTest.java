package io.raftkms.consensus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Asks;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.NaiveSigner;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random lives of a ledger of two keys: requests, restarts through a snapshot, marks lowered by an operator. */
class LedgerPropertyTest {
    private static final List<KeyId> KEYS = List.of(TestKeys.key("chain-a", 1), TestKeys.key("chain-b", 1));

    /** One thing that happens. */
    sealed interface Event {
        record Asked(int key, Ask ask) implements Event {}

        record Restarted() implements Event {}

        /**
         * An operator lowers the mark.
         *
         * @param pick which kept reservation becomes the mark, in thousandths from the lowest
         */
        record Lowered(int key, int pick) implements Event {}
    }

    @Property(tries = 2000)
    void keepsOnePositionToOneMessageOverRestartsAndLowering(@ForAll("lives") List<Event> life) throws Exception {
        new Life().through(life);
    }

    @Property(tries = 300)
    void givesEqualHashesForOneLog(@ForAll("lives") List<Event> life) throws Exception {
        List<byte[]> log = enrolments();
        for (Event event : life) {
            if (event instanceof Event.Asked asked) {
                KeyId key = KEYS.get(asked.key());
                log.add(CommandCodec.encode(new Command.Reserve(key, asked.ask().on(key.chainId()))));
            } else {
                log.add(CommandCodec.encode(new Command.Noop()));
            }
        }

        LedgerState straight = LedgerState.EMPTY;
        LedgerState restarting = LedgerState.EMPTY;
        for (int i = 0; i < log.size(); i++) {
            Transition one = straight.apply(CommandCodec.decode(log.get(i)));
            Transition other = restarting.apply(CommandCodec.decode(log.get(i)));
            assertThat(other.answer()).isEqualTo(one.answer());
            assertThat(other.moved()).isEqualTo(one.moved());
            straight = one.next();
            restarting = i % 7 == 0 ? throughSnapshot(other.next(), i) : other.next();
        }

        assertThat(restarting.hash()).isEqualTo(straight.hash());
        assertThat(restarting).isEqualTo(straight);
    }

    @Provide
    Arbitrary<List<Event>> lives() {
        Arbitrary<Event> asked = Arbitraries.integers()
                .between(0, 1)
                .flatMap(key -> Asks.between(1, 9).map(ask -> new Event.Asked(key, ask)));
        Arbitrary<Event> lowered = Arbitraries.integers()
                .between(0, 1)
                .flatMap(key -> Arbitraries.integers().between(0, 999).map(pick -> new Event.Lowered(key, pick)));
        return Arbitraries.frequencyOf(
                        Tuple.of(40, asked), Tuple.of(3, Arbitraries.just(new Event.Restarted())), Tuple.of(2, lowered))
                .list()
                .ofMaxSize(150);
    }

    private static List<byte[]> enrolments() {
        List<byte[]> log = new ArrayList<>();
        for (KeyId key : KEYS) {
            log.add(CommandCodec.encode(new Command.Enrol(key, new Enrolment.NewChain(1))));
        }
        return log;
    }

    private static LedgerState throughSnapshot(LedgerState state, long index) throws SnapshotFormatException {
        Snapshot read = SnapshotCodec.decode(SnapshotCodec.encode(state, 3, index));
        assertThat(read).isEqualTo(new Snapshot(state, 3, index));
        return read.state();
    }

    /** A ledger beside one naive model a key, and everything that was ever released. */
    private static final class Life {
        private final List<NaiveSigner> models = List.of(new NaiveSigner(), new NaiveSigner());
        private final List<Map<HeightRoundStep, ByteString>> released = List.of(new HashMap<>(), new HashMap<>());
        private LedgerState state = LedgerState.EMPTY;
        private long index;

        void through(List<Event> life) throws Exception {
            for (byte[] enrolment : enrolments()) {
                state = state.apply(CommandCodec.decode(enrolment)).next();
            }
            for (Event event : life) {
                index++;
                if (event instanceof Event.Asked asked) {
                    ask(asked.key(), asked.ask());
                } else if (event instanceof Event.Lowered lowered) {
                    lower(lowered);
                } else {
                    state = throughSnapshot(state, index);
                }
            }
        }

        private void ask(int which, Ask ask) throws Exception {
            KeyId key = KEYS.get(which);
            Reservation request = ask.on(key.chainId());
            Optional<Decision> preview = state.preview(key, request);
            LedgerState before = state;
            Transition transition =
                    state.apply(CommandCodec.decode(CommandCodec.encode(new Command.Reserve(key, request))));
            state = transition.next();

            Decision decision = ((Answer.Decided) transition.answer()).decision();
            NaiveSigner.Verdict verdict = models.get(which).ask(ask);
            assertThat(Asks.outcome(decision)).as("%s", ask).isEqualTo(verdict.outcome());
            preview.ifPresent(early -> assertThat(early).isEqualTo(decision));
            if (verdict.signed() != null) {
                ByteString bytes = Asks.released(decision).orElseThrow();
                assertThat(bytes).isEqualTo(verdict.signed().signBytes(key.chainId()));
                assertThat(released.get(which).merge(ask.position(), bytes, (first, second) -> first))
                        .isEqualTo(bytes);
            }
            if (decision instanceof Decision.Reserve) {
                assertThat(preview).isEmpty();
                assertThat(transition.moved())
                        .contains(new MarkMove(key, ask.position(), request.signBytes(), MarkMove.Kind.RESERVE));
                assertThat(state.key(key).orElseThrow().mark()).isEqualTo(ask.position());
            } else {
                assertThat(transition.moved()).isEmpty();
                assertThat(state).isSameAs(before);
            }
        }

        /** Not below the oldest reservation that is kept, as an operator may without forgetting. */
        private void lower(Event.Lowered lowered) {
            NaiveSigner model = models.get(lowered.key());
            List<Ask> kept = model.kept().stream()
                    .sorted(Comparator.comparing(Ask::position))
                    .toList();
            KeyState key = state.key(KEYS.get(lowered.key())).orElseThrow();
            if (kept.isEmpty()) {
                return;
            }
            Ask target = kept.get(lowered.pick() * kept.size() / 1000);
            if (target.position().compareTo(key.mark()) < 0) {
                model.lowerTo(target);
                state = state.with(new KeyState(
                        key.key(), key.enrolment(), target.position(), key.recent(), key.sealed(), key.pause()));
            }
        }
    }
}
