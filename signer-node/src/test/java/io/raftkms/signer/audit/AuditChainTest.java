package io.raftkms.signer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.raft.AppliedEntry;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.CanonicalVote;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.config.AuditSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A chain on a real directory: what it holds, and what of it can be changed unseen. */
class AuditChainTest {
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final AuditOwner OWNER = new AuditOwner("cluster-1", "a#0a0a0a0a0a0a0a0a", "test");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path home;

    private AuditSettings settings;
    private final List<Conflict> conflicts = new ArrayList<>();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private LedgerState ledger = LedgerState.EMPTY;
    private long index;

    @BeforeEach
    void settings() {
        settings = keeping(1 << 20, 10);
        alarmLog().setLevel(Level.WARN);
        lines.start();
        alarmLog().addAppender(lines);
    }

    @AfterEach
    void endListening() {
        alarmLog().detachAppender(lines);
        alarmLog().setLevel(null);
    }

    private static Logger alarmLog() {
        return (Logger) LoggerFactory.getLogger(AuditAlarms.class);
    }

    private List<String> said() {
        return List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private AuditSettings keeping(long fileBytes, int files) {
        return new AuditSettings(
                true, home.resolve("audit"), home.resolve("anchor"), fileBytes, files, Optional.empty());
    }

    private static Reservation vote(long height, int block) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) block);
        BlockId id = new BlockId(ByteString.copyFrom(hash), 1, ByteString.copyFrom(hash));
        CanonicalVote vote = new CanonicalVote(
                Step.PREVOTE.messageType(), height, 0, id, Instant.parse("2026-11-22T11:00:00Z"), "chain-1");
        return new Reservation(new HeightRoundStep(height, 0, Step.PREVOTE), vote.signBytes());
    }

    private AppliedEntry apply(Command command) {
        Entry entry = new Entry(1, command);
        Transition transition = ledger.apply(entry, ++index);
        ledger = transition.next();
        return new AppliedEntry(1, index, entry, transition.answer(), ledger);
    }

    /** An enrolment and so many prevotes. */
    private List<AppliedEntry> decisions(int votes) {
        List<AppliedEntry> entries = new ArrayList<>();
        entries.add(apply(new Command.Enrol(KEY, new Enrolment.NewChain(1))));
        for (int height = 1; height <= votes; height++) {
            entries.add(apply(new Command.Reserve(KEY, vote(height, 'A'))));
        }
        return entries;
    }

    private AuditHead write(List<AppliedEntry> entries) throws IOException {
        try (AuditWriter writer = AuditWriter.open(settings, OWNER, CLOCK, "start")) {
            AuditRecorder recorder = new AuditRecorder(writer, conflicts::add);
            for (AppliedEntry entry : entries) {
                recorder.record(AuditEvent.Applied.of(entry));
                writer.force();
            }
            return writer.head();
        }
    }

    private AuditVerdict verify(AuditHead... heads) throws IOException {
        return AuditVerification.of(settings.directory(), List.of(heads));
    }

    private Path file(int number) throws IOException {
        return AuditFile.in(settings.directory()).get(number).path();
    }

    private void edit(Path file, java.util.function.UnaryOperator<List<String>> change) throws IOException {
        List<String> lines = change.apply(new ArrayList<>(Files.readAllLines(file)));
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private List<String> kinds() throws IOException {
        List<String> kinds = new ArrayList<>();
        AuditReader.read(settings.directory(), line -> kinds.add(line.kind()));
        return kinds;
    }

    @Test
    void chainOfAMemberIsIntactAndTellsEachDecision() throws IOException {
        AuditHead head = write(decisions(3));

        AuditVerdict verdict = verify(head);

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.notes()).isEmpty();
        assertThat(kinds()).containsExactly("opened", "applied", "applied", "applied", "applied");
        assertThat(verdict.upto()).isEqualTo(4);
    }

    @Test
    void everyChangedByteIsFoundAtItsLine() throws IOException {
        write(decisions(2));
        byte[] whole = Files.readAllBytes(file(0));
        int line = 1;
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file(0), changed);
            int expected = line;
            AuditVerdict verdict = verify();
            assertThat(verdict.findings()).as("byte %s", at).isNotEmpty();
            assertThat(verdict.findings().get(0).line()).as("byte %s", at).isEqualTo(expected);
            line += whole[at] == '\n' ? 1 : 0;
        }
    }

    @Test
    void removedRepeatedAndExchangedLinesAreNamed() throws IOException {
        write(decisions(5));
        String before = Files.readString(file(0));

        edit(file(0), lines -> {
            lines.remove(2);
            return lines;
        });
        assertThat(verify().findings()).singleElement().satisfies(found -> {
            assertThat(found.line()).isEqualTo(3);
            assertThat(found.what()).contains("lines 3 to 3 are missing");
        });

        Files.writeString(file(0), before);
        edit(file(0), lines -> {
            lines.add(2, lines.get(1));
            return lines;
        });
        assertThat(verify().findings().get(0).line()).isEqualTo(3);

        Files.writeString(file(0), before);
        edit(file(0), lines -> {
            lines.add(2, lines.remove(3));
            return lines;
        });
        assertThat(verify().findings().get(0).line()).isEqualTo(3);
    }

    @Test
    void lineChangedTogetherWithItsHashShowsAtTheNext() throws IOException {
        write(decisions(3));
        edit(file(0), lines -> {
            String forged = lines.get(2).replace("\"height\":1", "\"height\":7");
            String body = forged.substring(0, forged.lastIndexOf(",\"hash\""));
            String hash = Digest.hex(body.getBytes(StandardCharsets.UTF_8));
            lines.set(2, body + ",\"hash\":\"" + hash + "\"}");
            return lines;
        });

        assertThat(verify().findings()).singleElement().satisfies(found -> {
            assertThat(found.line()).isEqualTo(4);
            assertThat(found.what()).contains("replaced");
        });
    }

    @Test
    void cutEndShowsOnlyAgainstAHeadThatWasKept() throws IOException {
        AuditHead head = write(decisions(4));
        edit(file(0), lines -> lines.subList(0, 4));

        AuditVerdict alone = verify();
        AuditVerdict compared = verify(head);

        assertThat(alone.intact()).isTrue();
        assertThat(alone.notes()).isNotEmpty();
        assertThat(compared.findings())
                .singleElement()
                .satisfies(found -> assertThat(found.what()).contains("2 lines were cut off"));
    }

    @Test
    void tornLineIsToldOfByTheNextStartAndNotDropped() throws IOException {
        List<AppliedEntry> entries = decisions(3);
        write(entries.subList(0, 3));
        byte[] whole = Files.readAllBytes(file(0));
        Files.write(file(0), Arrays.copyOf(whole, whole.length - 10));
        assertThat(verify().findings())
                .singleElement()
                .satisfies(found -> assertThat(found.what()).contains("ends within this line"));

        write(entries);

        assertThat(verify().findings()).isEmpty();
        assertThat(AuditFile.in(settings.directory())).hasSize(2);
        assertThat(Files.readString(file(1))).contains("\"torn\":{\"file\":\"audit-000000000001.jsonl\"");
        Files.write(file(0), Arrays.copyOf(whole, whole.length - 11));
        assertThat(verify().findings()).isNotEmpty();
    }

    @Test
    void replayedEntriesAreNotWrittenTwice() throws IOException {
        List<AppliedEntry> entries = decisions(4);
        write(entries.subList(0, 3));
        write(entries);

        assertThat(kinds().stream().filter("applied"::equals)).hasSize(5);
        assertThat(verify().intact()).isTrue();
    }

    @Test
    void filesRotateAndWhatRetentionRemovesIsToldInTheChain() throws IOException {
        settings = keeping(2_000, 3);
        AuditHead head = write(decisions(40));

        assertThat(AuditFile.in(settings.directory())).hasSize(3);
        AuditVerdict verdict = verify(head);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.firstSeq()).isGreaterThan(1);

        Files.delete(file(0));
        assertThat(verify(head).findings())
                .singleElement()
                .satisfies(found -> assertThat(found.what()).contains("no line says that retention"));
    }

    @Test
    void fileInTheMiddleThatIsGoneOrCutIsNamed() throws IOException {
        settings = keeping(2_000, 100);
        write(decisions(40));
        Path middle = file(3);
        byte[] whole = Files.readAllBytes(middle);
        String next = file(4).getFileName().toString();

        edit(middle, lines -> lines.subList(0, lines.size() - 1));
        assertThat(verify().findings()).singleElement().satisfies(found -> {
            assertThat(found.file()).isEqualTo(next);
            assertThat(found.line()).isEqualTo(1);
        });
        Files.write(middle, Arrays.copyOf(whole, whole.length - 5));
        assertThat(verify().findings().get(0).file())
                .isEqualTo(middle.getFileName().toString());
        Files.delete(middle);
        assertThat(verify().findings()).singleElement().satisfies(found -> {
            assertThat(found.file()).isEqualTo(next);
            assertThat(found.what()).contains("are missing before it");
        });
    }

    @Test
    void conflictKeepsBothPayloadsAndIsAnAlarm() throws IOException {
        List<AppliedEntry> entries = decisions(2);
        entries.add(apply(new Command.Reserve(KEY, vote(2, 'B'))));
        write(entries);

        assertThat(conflicts).hasSize(1);
        assertThat(conflicts.get(0).sentence()).contains("41414141").contains("42424242");
        new AuditAlarms().conflict(conflicts.get(0));
        assertThat(said())
                .containsExactly("conflicting request: " + conflicts.get(0).sentence());
        String text = Files.readString(file(0));
        assertThat(text)
                .contains("\"kind\":\"conflict\"")
                .contains("\"asked\":{\"block\":\"4242", "\"reserved\":{\"block\":\"4141");
    }

    @Test
    void snapshotThatSkipsEntriesIsAGap() throws IOException {
        write(decisions(2));
        try (AuditWriter writer = AuditWriter.open(settings, OWNER, CLOCK, "start")) {
            AuditRecorder recorder = new AuditRecorder(writer, conflicts::add);
            recorder.record(new AuditEvent.Restored(3));
            recorder.record(new AuditEvent.Restored(50));
        }

        AuditVerdict verdict = verify();

        assertThat(verdict.intact()).isTrue();
        assertThat(verdict.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.what()).contains("4 to 50"));
    }

    @Test
    void fullQueueLosesEventsWithAnAlarmAndAGapAndNeverWaits() throws Exception {
        AuditLog log = new AuditLog(settings, OWNER, CLOCK, -1, 4);
        decisions(20).forEach(log::applied);
        log.begin();
        log.close();

        assertThat(log.alarms().lost()).isEqualTo(17);
        assertThat(said())
                .contains(
                        "audit: the queue is full, events are being lost; signing is not concerned",
                        "audit: 17 events are missing from the chain (the queue was full); signing is not concerned");
        assertThat(verify(log.head()).gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.what()).contains("17 events"));
        assertThat(Anchor.read(settings.anchor())).contains(log.head());
    }

    @Test
    void directoryThatCannotBeMadeIsAnAlarmAndNothingElse() throws Exception {
        settings = new AuditSettings(
                true, home.resolve("gone/audit"), home.resolve("anchor"), 1 << 20, 10, Optional.empty());
        AuditLog log = new AuditLog(settings, OWNER, CLOCK, -1, 4);
        log.begin();
        decisions(20).forEach(log::applied);
        log.close();

        assertThat(log.alarms().failures()).isPositive();
        assertThat(said()).isNotEmpty().allMatch(line -> line.matches("audit: .+; signing is not concerned"));
    }

    @Test
    void fullQueueIsAnAlarmWhileNothingIsWritten() {
        AuditLog hanging = new AuditLog(settings, OWNER, CLOCK, -1, 4);

        decisions(20).forEach(hanging::applied);

        assertThat(hanging.alarms().lost()).isEqualTo(17);
    }

    @Test
    void errorCostsOneEventAndNotTheThread() throws Exception {
        // One look is for the line that opens the file, one for what retention keeps.
        int firstEvent = 3;
        AtomicInteger asked = new AtomicInteger();
        Clock failing = new Clock() {
            @Override
            public Instant instant() {
                if (asked.incrementAndGet() == firstEvent) {
                    throw new AssertionError("a defect of one event");
                }
                return CLOCK.instant();
            }

            @Override
            public ZoneId getZone() {
                return CLOCK.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        AuditLog log = new AuditLog(settings, OWNER, failing, -1, 8);
        decisions(3).forEach(log::applied);
        log.begin();
        log.close();

        assertThat(log.alarms().failures()).isEqualTo(1);
        assertThat(kinds()).containsExactly("opened", "gap", "applied", "applied", "applied", "closed");
        assertThat(verify(log.head()).intact()).isTrue();
    }
}
