package io.raftkms.consensus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.DoubleSignRule;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.KnownVersions;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.Step;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * CometBFT's own file signer as the oracle: 300 recorded sequences of 12 requests, with restarts between them. Three
 * kinds of difference are deliberate, and counted; there is no other.
 */
class FilePvDecisionsTest {
    private enum Difference {
        /** FilePV reuses a proposal of another time, though nodes ignore the time that comes back. */
        REUSED_PROPOSAL_REFUSED,
        /** FilePV forgets everything below its last signature. */
        IDENTICAL_BYTES_BELOW_THE_MARK_ANSWERED,
        TIME_ONLY_VOTE_BELOW_THE_MARK_ANSWERED
    }

    /** What the ledger may not be asked: it never sees extensions. */
    private static final String FORBIDDEN_EXTENSION = "unexpected vote extension";

    private final FilePvRecording recording = FilePvRecording.read();

    @Test
    void decidesAsFilePvWithTheRuleInMemory() throws Exception {
        assertDecidedAsRecorded(() -> new InMemory(recording));
    }

    @Test
    void decidesAsFilePvThroughLogAndSnapshots() throws Exception {
        assertDecidedAsRecorded(() -> new ThroughLogAndSnapshots(recording));
    }

    /** A signer under test. */
    private interface Signer {
        Decision decide(Reservation request) throws Exception;

        void restart() throws Exception;

        KeyState state();
    }

    private interface Fresh {
        Signer signer() throws Exception;
    }

    private void assertDecidedAsRecorded(Fresh fresh) throws Exception {
        Map<Difference, Integer> differences = new EnumMap<>(Difference.class);
        int sequence = 0;
        int steps = 0;
        for (JsonNode recorded : recording.sequences()) {
            Run run = new Run(fresh.signer());
            int number = 0;
            for (JsonNode step : recorded.get("steps")) {
                String where = "sequence " + sequence + " step " + number++ + ": " + step;
                run.check(where, step).ifPresent(difference -> differences.merge(difference, 1, Integer::sum));
                steps++;
            }
            sequence++;
        }
        assertThat(sequence).isEqualTo(300);
        assertThat(steps).isEqualTo(3600);
        // Counted from the recording alone, by a script that knows neither rule nor ledger.
        assertThat(differences)
                .containsOnly(
                        Map.entry(Difference.REUSED_PROPOSAL_REFUSED, 176),
                        Map.entry(Difference.IDENTICAL_BYTES_BELOW_THE_MARK_ANSWERED, 3),
                        Map.entry(Difference.TIME_ONLY_VOTE_BELOW_THE_MARK_ANSWERED, 5));
    }

    /** One sequence. */
    private final class Run {
        private final Signer signer;
        private final Map<Object, ByteString> released = new HashMap<>();

        Run(Signer signer) {
            this.signer = signer;
        }

        Optional<Difference> check(String where, JsonNode step) throws Exception {
            if (step.path("restart").asBoolean()) {
                signer.restart();
            }
            Reservation request = recording.request(step);
            String expected = step.get("result").asText();
            Optional<Difference> difference = Optional.empty();
            if (recording.forbiddenExtension(step)) {
                // The link refuses this before the ledger hears of it.
                assertThat(expected).as(where).isEqualTo("error");
            } else {
                Decision decision = signer.decide(request);
                difference = compare(where, step, request, decision);
            }
            assertThat(recording.state(signer.state())).as(where).isEqualTo(step.get("state"));
            return difference;
        }

        private Optional<Difference> compare(String where, JsonNode step, Reservation request, Decision decision)
                throws IOException {
            String expected = step.get("result").asText();
            String actual = result(request, decision);
            if (actual.equals(expected)) {
                if (decision instanceof Decision.Refuse refuse) {
                    assertMeaning(where, step, request, refuse);
                } else {
                    assertReleased(where, step, request, decision);
                }
                return Optional.empty();
            }
            return Optional.of(difference(where, step, request, decision));
        }

        private void assertReleased(String where, JsonNode step, Reservation request, Decision decision) {
            ByteString signBytes = signBytes(decision);
            assertThat(recording.sign(signBytes))
                    .as(where)
                    .isEqualTo(step.get("sig").asText());
            assertThat(recording.time(signBytes)).as(where).isEqualTo(step.get("sig_time"));
            assertThat(recording.extensionSignature(step))
                    .as(where)
                    .isEqualTo(Optional.ofNullable(step.get("ext_sig")).map(JsonNode::asText));
            assertThat(released.merge(request.at(), signBytes, (first, second) -> first))
                    .as(where)
                    .isEqualTo(signBytes);
        }

        private Difference difference(String where, JsonNode step, Reservation request, Decision decision) {
            boolean proposal = request.at().step() == Step.PROPOSAL;
            if (decision instanceof Decision.Refuse) {
                assertThat(proposal).as(where).isTrue();
                assertThat(step.get("result").asText()).as(where).isEqualTo("reused");
                return Difference.REUSED_PROPOSAL_REFUSED;
            }
            // More than FilePV: only bytes that were released before, only below the mark.
            assertThat(decision).as(where).isInstanceOf(Decision.Reuse.class);
            assertThat(step.get("error").asText()).as(where).contains("regression");
            assertThat(request.at()).as(where).isLessThan(signer.state().mark());
            assertThat(signBytes(decision)).as(where).isEqualTo(released.get(request.at()));
            if (signBytes(decision).equals(request.signBytes())) {
                return Difference.IDENTICAL_BYTES_BELOW_THE_MARK_ANSWERED;
            }
            assertThat(proposal).as(where).isFalse();
            return Difference.TIME_ONLY_VOTE_BELOW_THE_MARK_ANSWERED;
        }

        /** The same reason; below the mark a conflict is named where FilePV only knows that it is below. */
        private void assertMeaning(String where, JsonNode step, Reservation request, Decision.Refuse refuse) {
            String error = step.get("error").asText();
            assertThat(error).as(where).doesNotContain(FORBIDDEN_EXTENSION);
            String meaning = switch (refuse.reason()) {
                case HEIGHT_REGRESSION -> "height regression";
                case ROUND_REGRESSION -> "round regression";
                case STEP_REGRESSION -> "step regression";
                case CONFLICT ->
                    released.containsKey(request.at()) && request.at().compareTo(refuse.last()) < 0
                            ? "regression"
                            : "conflicting data";
                default -> "none of " + refuse.reason();
            };
            assertThat(error).as(where).contains(meaning);
        }
    }

    private static String result(Reservation request, Decision decision) {
        if (decision instanceof Decision.Reuse reuse) {
            return reuse.signBytes().equals(request.signBytes()) ? "repeated" : "reused";
        }
        return decision instanceof Decision.Reserve ? "signed" : "error";
    }

    private static ByteString signBytes(Decision decision) {
        if (decision instanceof Decision.Reserve reserve) {
            return reserve.reservation().signBytes();
        }
        return ((Decision.Reuse) decision).signBytes();
    }

    private static final class InMemory implements Signer {
        private KeyState state;

        InMemory(FilePvRecording recording) {
            this.state = KeyState.enrolled(recording.key(), new Enrolment.NewChain(1));
        }

        @Override
        public Decision decide(Reservation request) {
            Decision decision = DoubleSignRule.decide(KnownVersions.newest(), Optional.of(state), request);
            if (decision instanceof Decision.Reserve reserve) {
                state = state.reserved(reserve.reservation());
            }
            return decision;
        }

        @Override
        public void restart() {
            // The rule keeps nothing of its own.
        }

        @Override
        public KeyState state() {
            return state;
        }
    }

    private static final class ThroughLogAndSnapshots implements Signer {
        private final FilePvRecording recording;
        private LedgerState state = LedgerState.EMPTY;
        private long index;

        ThroughLogAndSnapshots(FilePvRecording recording) throws UnknownEntryException {
            this.recording = recording;
            apply(new Command.Enrol(recording.key(), new Enrolment.NewChain(1)));
        }

        @Override
        public Decision decide(Reservation request) throws UnknownEntryException {
            return ((Answer.Decided) apply(new Command.Reserve(recording.key(), request))).decision();
        }

        @Override
        public void restart() throws SnapshotFormatException {
            state = SnapshotCodec.decode(SnapshotCodec.encode(state, 1, index)).state();
        }

        @Override
        public KeyState state() {
            return state.key(recording.key()).orElseThrow();
        }

        private Answer apply(Command command) throws UnknownEntryException {
            Transition transition = state.apply(CommandCodec.decode(CommandCodec.encode(command)), index + 1);
            state = transition.next();
            index++;
            return transition.answer();
        }
    }
}
