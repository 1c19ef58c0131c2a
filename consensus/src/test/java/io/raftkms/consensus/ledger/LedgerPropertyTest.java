package io.raftkms.consensus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Asks;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Lowering;
import io.raftkms.consensus.rule.NaiveSigner;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random lives of a ledger of two keys: requests, restarts through a snapshot, what operators do to marks. */
class LedgerPropertyTest {
    private static final List<KeyId> KEYS = List.of(TestKeys.key("chain-a", 1), TestKeys.key("chain-b", 1));

    /** One thing that happens. */
    sealed interface Event {
        record Asked(int key, Ask ask) implements Event {}

        record Restarted() implements Event {}

        /** An operator pauses, lowers the mark to a position, forgetting or not, and resumes. */
        record Lowered(int key, Ask to, boolean forget) implements Event {}

        record Raised(int key, long height) implements Event {}

        /** The key leaves, and comes back from another signer that signed up to the end of a height. */
        record Away(int key, long height) implements Event {}

        record Paused(int key) implements Event {}

        record Resumed(int key) implements Event {}
    }

    @Property(tries = 2000)
    void keepsOnePositionToOneMessageOverRestartsAndLowering(@ForAll("lives") List<Event> life) throws Exception {
        new Life().through(life);
    }

    @Property(tries = 300)
    void givesEqualHashesForOneLog(@ForAll("lives") List<Event> life) throws Exception {
        List<byte[]> log = enrolments();
        for (Event event : life) {
            commands(event).forEach(command -> log.add(CommandCodec.encode(command)));
        }

        LedgerState straight = LedgerState.EMPTY;
        LedgerState restarting = LedgerState.EMPTY;
        LedgerState everAnew = LedgerState.EMPTY;
        for (int i = 0; i < log.size(); i++) {
            Transition one = straight.apply(CommandCodec.decode(log.get(i)), i + 1);
            Transition other = restarting.apply(CommandCodec.decode(log.get(i)), i + 1);
            assertThat(other.answer()).isEqualTo(one.answer());
            assertThat(other.moved()).isEqualTo(one.moved());
            straight = one.next();
            restarting = i % 7 == 0 ? throughSnapshot(other.next(), i) : other.next();
            everAnew = throughSnapshot(
                    everAnew.apply(CommandCodec.decode(log.get(i)), i + 1).next(), i);
        }

        assertThat(restarting.hash()).isEqualTo(straight.hash());
        assertThat(everAnew.hash()).isEqualTo(straight.hash());
        assertThat(List.of(restarting, everAnew)).containsOnly(straight);
    }

    @Provide
    Arbitrary<List<Event>> lives() {
        Arbitrary<Event> asked = Arbitraries.integers()
                .between(0, 1)
                .flatMap(key -> Asks.between(1, 9).map(ask -> new Event.Asked(key, ask)));
        Arbitrary<Integer> key = Arbitraries.integers().between(0, 1);
        Arbitrary<Long> height = Arbitraries.longs().between(1, 12);
        return Arbitraries.frequencyOf(
                        Tuple.of(60, asked),
                        Tuple.of(3, Arbitraries.just(new Event.Restarted())),
                        Tuple.of(
                                5,
                                Combinators.combine(key, Asks.between(0, 9), Arbitraries.of(false, false, false, true))
                                        .as(Event.Lowered::new)),
                        Tuple.of(2, Combinators.combine(key, height).as(Event.Raised::new)),
                        Tuple.of(1, Combinators.combine(key, height).as(Event.Away::new)),
                        Tuple.of(1, key.map(Event.Paused::new)),
                        Tuple.of(3, key.map(Event.Resumed::new)))
                .list()
                .ofMaxSize(150);
    }

    /** What stands in the log for an event. */
    private static List<Command> commands(Event event) {
        if (event instanceof Event.Asked asked) {
            KeyId key = KEYS.get(asked.key());
            return List.of(new Command.Reserve(key, asked.ask().on(key.chainId())));
        }
        if (event instanceof Event.Lowered lowered) {
            KeyId key = KEYS.get(lowered.key());
            KeySelection one = new KeySelection.One(key);
            return List.of(
                    new Command.Pause(one, new Pause(OptionalLong.empty())),
                    new Command.Lower(key, lowered.to().position(), lowered.forget(), "a test"),
                    new Command.Resume(one));
        }
        if (event instanceof Event.Raised raised) {
            return List.of(new Command.Raise(KEYS.get(raised.key()), endOf(raised.height())));
        }
        if (event instanceof Event.Away away) {
            KeyId key = KEYS.get(away.key());
            return List.of(new Command.Seal(key), new Command.Unseal(key, endOf(away.height()), false));
        }
        if (event instanceof Event.Paused paused) {
            return List.of(new Command.Pause(
                    new KeySelection.Chain(KEYS.get(paused.key()).chainId()), new Pause(OptionalLong.empty())));
        }
        if (event instanceof Event.Resumed resumed) {
            return List.of(new Command.Resume(new KeySelection.One(KEYS.get(resumed.key()))));
        }
        return List.of(new Command.Noop());
    }

    private static Enrolment.Floor endOf(long height) {
        return new Enrolment.Floor(HeightRoundStep.endOf(height), Optional.empty());
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
                state = state.apply(CommandCodec.decode(enrolment), ++index).next();
            }
            for (Event event : life) {
                if (event instanceof Event.Asked asked) {
                    ask(asked.key(), asked.ask());
                } else if (event instanceof Event.Restarted) {
                    state = throughSnapshot(state, index);
                } else {
                    operate(event);
                }
            }
        }

        /** Both do the same, and refuse the same. */
        private void operate(Event event) throws Exception {
            for (Command command : commands(event)) {
                LedgerState before = state;
                Transition transition = apply(command);
                state = transition.next();
                boolean refused = transition.answer() instanceof Answer.Refused;
                assertThat(refused).as("%s: %s", command, transition.answer()).isEqualTo(!allowed(event, command));
                if (refused) {
                    assertThat(state).isSameAs(before);
                    assertThat(transition.moved()).isEmpty();
                }
            }
        }

        private boolean allowed(Event event, Command command) {
            if (event instanceof Event.Lowered lowered) {
                NaiveSigner model = models.get(lowered.key());
                if (command instanceof Command.Pause) {
                    model.pause();
                } else if (command instanceof Command.Resume) {
                    model.resume();
                } else {
                    boolean done = model.lower(lowered.to(), lowered.forget());
                    if (done && lowered.forget()) {
                        released.get(lowered.key())
                                .keySet()
                                .removeIf(at -> at.compareTo(lowered.to().position()) > 0);
                    }
                    // The same lowering again changes nothing, and is no refusal.
                    return done || again(lowered);
                }
                return true;
            }
            if (event instanceof Event.Raised raised) {
                return models.get(raised.key()).raise(raised.height()) || again(raised);
            }
            if (event instanceof Event.Away away) {
                NaiveSigner model = models.get(away.key());
                if (command instanceof Command.Seal) {
                    model.seal();
                    return true;
                }
                return model.unseal(away.height());
            }
            if (event instanceof Event.Paused paused) {
                models.get(paused.key()).pause();
            } else if (event instanceof Event.Resumed resumed) {
                models.get(resumed.key()).resume();
            }
            return true;
        }

        private boolean again(Event.Lowered lowered) {
            KeyState key = state.key(KEYS.get(lowered.key())).orElseThrow();
            return !key.sealed()
                    && key.mark().equals(lowered.to().position())
                    && key.lowering()
                            .map(Lowering::to)
                            .filter(key.mark()::equals)
                            .isPresent();
        }

        private boolean again(Event.Raised raised) {
            KeyState key = state.key(KEYS.get(raised.key())).orElseThrow();
            return !key.sealed() && key.mark().equals(HeightRoundStep.endOf(raised.height()));
        }

        private Transition apply(Command command) throws UnknownEntryException {
            return state.apply(CommandCodec.decode(CommandCodec.encode(command)), ++index);
        }

        private void ask(int which, Ask ask) throws Exception {
            KeyId key = KEYS.get(which);
            Reservation request = ask.on(key.chainId());
            Optional<Decision> preview = state.preview(key, request);
            LedgerState before = state;
            Transition transition = apply(new Command.Reserve(key, request));
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
    }
}
