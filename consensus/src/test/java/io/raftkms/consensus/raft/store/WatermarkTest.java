package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatermarkTest {
    private static final KeyId KEY = Members.key(1);
    private static final KeyId OTHER_KEY = Members.key(2);
    private static final Optional<ByteString> BYTES = Optional.of(ByteString.copyFromUtf8("sign bytes"));

    @TempDir
    Path home;

    private final RecordedFailStop failStop = new RecordedFailStop();
    private DataDirectory directory;
    private RunRecord run;
    private Watermark watermark;

    @BeforeEach
    void firstStart() throws Exception {
        directory = Members.initialised(home);
        run = RunRecord.next(Members.A, Optional.empty(), "0".repeat(32), false);
        watermark = open();
    }

    @Test
    void keepsTheNewestMarkOfEachKeyOverRestarts() throws Exception {
        set(KEY, 10, 1);
        set(OTHER_KEY, 500, 2);
        for (int i = 1; i <= 9; i++) {
            assertThat(reserve(KEY, 10 + i, 2 + i)).isTrue();
        }

        reopen();

        assertThat(watermark.at(KEY)).contains(Members.prevote(19));
        assertThat(watermark.at(OTHER_KEY)).contains(Members.prevote(500));
        assertThat(watermark.entries()).containsExactly(new LogPosition(1, 11), new LogPosition(1, 2));
        assertThat(Files.size(directory.watermark())).isEqualTo(3 * 256);
    }

    @Test
    void skipsCheckAndWriteOfAReplay() throws Exception {
        set(KEY, 10, 1);
        reserve(KEY, 11, 2);
        reserve(KEY, 12, 3);

        assertThat(reserve(KEY, 11, 2)).isFalse();
        assertThat(reserve(KEY, 12, 3)).isFalse();
        assertThat(set(KEY, 10, 1)).isFalse();

        assertThat(failStop.halts()).isEmpty();
        assertThat(watermark.at(KEY)).contains(Members.prevote(12));
    }

    @Test
    void aReservationAtTheRecordEndsTheProcessBeforeItIsWritten() throws Exception {
        set(KEY, 10, 1);
        reserve(KEY, 11, 2);

        assertThatThrownBy(() -> reserve(KEY, 11, 3)).isInstanceOf(IllegalStateException.class);

        assertThat(failStop.only().fault()).isEqualTo(Fault.WATERMARK_REGRESSION);
        assertThat(failStop.only().detail())
                .contains("3 (term 1) sets 11/0/prevote")
                .contains("chain-1")
                .contains(directory.watermark().toString())
                .contains("Replace the member");
        assertThat(watermark.entries()).containsExactly(new LogPosition(1, 2));
    }

    @Test
    void aReservationBelowTheRecordEndsTheProcess() {
        set(KEY, 10, 1);

        assertThatThrownBy(() -> reserve(KEY, 9, 2)).isInstanceOf(IllegalStateException.class);

        assertThat(failStop.only().fault()).isEqualTo(Fault.WATERMARK_REGRESSION);
    }

    @Test
    void aCommandThatSetsTheMarkMayLowerIt() {
        set(KEY, 10, 1);
        reserve(KEY, 11, 2);

        assertThat(set(KEY, 5, 3)).isTrue();
        assertThat(reserve(KEY, 6, 4)).isTrue();

        assertThat(watermark.at(KEY)).contains(Members.prevote(6));
        assertThat(failStop.halts()).isEmpty();
    }

    @Test
    void aSnapshotRaises() throws Exception {
        set(KEY, 10, 1);

        assertThat(restore(KEY, 20, 0, 50)).isTrue();
        assertThat(restore(OTHER_KEY, 30, 0, 50)).isTrue();

        reopen();
        assertThat(watermark.at(KEY)).contains(Members.prevote(20));
        assertThat(watermark.at(OTHER_KEY)).contains(Members.prevote(30));
    }

    @Test
    void anOlderSnapshotChangesNothing() {
        set(KEY, 10, 1);
        reserve(KEY, 20, 60);

        assertThat(restore(KEY, 15, 1, 50)).isFalse();

        assertThat(watermark.at(KEY)).contains(Members.prevote(20));
    }

    @Test
    void aSnapshotLowersOnlyWithALaterLowering() {
        set(KEY, 10, 1);
        reserve(KEY, 20, 40);

        assertThat(restore(KEY, 6, 45, 50)).isTrue();
        assertThat(watermark.at(KEY)).contains(Members.prevote(6));

        assertThatThrownBy(() -> restore(KEY, 5, 45, 60)).isInstanceOf(IllegalStateException.class);
        assertThat(failStop.only().fault()).isEqualTo(Fault.WATERMARK_REGRESSION);
        assertThat(failStop.only().detail())
                .contains("The snapshot at 60 (term 1) has 5/0/prevote")
                .contains(directory.watermark().toString())
                .contains("Replace the member");
        assertThat(watermark.at(KEY)).contains(Members.prevote(6));
    }

    @Test
    void anEntryOfALaterTermBelowTheRecordIsNoReplay() {
        set(KEY, 10, 1);
        reserve(KEY, 20, 5);

        assertRegression(() -> advance(MarkChange.Kind.RESERVE, KEY, 15, 2, 3), "3 (term 2) sets 15/0/prevote");
    }

    @Test
    void anEntryOfAnEarlierTermAboveTheRecordIsOfAnotherLog() {
        advance(MarkChange.Kind.ENROL, KEY, 10, 4, 1);

        assertRegression(() -> advance(MarkChange.Kind.RESERVE, KEY, 15, 3, 2), "2 (term 3)");
    }

    @Test
    void theRecordsOwnEntryMustBeTheSameAgain() {
        set(KEY, 10, 1);
        reserve(KEY, 20, 5);

        assertRegression(() -> advance(MarkChange.Kind.RESERVE, KEY, 20, 2, 5), "5 (term 2)");
        assertRegression(() -> advance(MarkChange.Kind.RESERVE, KEY, 21, 1, 5), "sets 21/0/prevote");
    }

    @Test
    void anEnrolmentOfARecordedKeyEndsTheProcess() {
        set(KEY, 10, 1);

        assertRegression(() -> advance(MarkChange.Kind.ENROL, KEY, 5, 1, 2), "sets 5/0/prevote");
        assertRegression(() -> advance(MarkChange.Kind.ENROL, KEY, 50, 1, 2), "sets 50/0/prevote");
    }

    @Test
    void aSnapshotOfAnotherLogEndsTheProcess() {
        set(KEY, 10, 1);
        reserve(KEY, 20, 60);

        assertRegression(() -> restoreAt(KEY, 15, BYTES, new LogPosition(2, 50)), "The snapshot at 50 (term 2)");
        assertRegression(() -> restoreAt(KEY, 30, BYTES, new LogPosition(0, 70)), "The snapshot at 70 (term 0)");
        assertRegression(() -> restoreAt(KEY, 20, BYTES, new LogPosition(2, 60)), "The snapshot at 60 (term 2)");
    }

    @Test
    void aSnapshotWithOtherBytesAtTheRecordEndsTheProcess() {
        set(KEY, 10, 1);
        reserve(KEY, 20, 60);
        Optional<ByteString> other = Optional.of(ByteString.copyFromUtf8("other bytes"));

        assertRegression(() -> restoreAt(KEY, 20, other, new LogPosition(1, 70)), "has 20/0/prevote");

        assertThat(restoreAt(KEY, 20, BYTES, new LogPosition(1, 70))).isFalse();
        assertThat(restoreAt(KEY, 20, Optional.empty(), new LogPosition(1, 70))).isFalse();
    }

    /** Lowered with --forget-recent, then signed up to the same position again with another block. */
    @Test
    void aSnapshotWithOtherBytesAtTheRecordIsTakenAfterALoweringThatWasNotSeen() throws Exception {
        set(KEY, 10, 1);
        reserve(KEY, 20, 60);
        Optional<ByteString> other = Optional.of(ByteString.copyFromUtf8("other bytes"));

        assertThat(restoreLowered(20, other, 65, 70)).isTrue();

        assertThat(failStop.halts()).isEmpty();
        reopen();
        assertThat(watermark.at(KEY)).contains(Members.prevote(20));
        assertThat(watermark.entries()).containsExactly(new LogPosition(1, 70));
        assertThat(restoreAt(KEY, 20, other, new LogPosition(1, 80)))
                .as("the record has the new bytes")
                .isFalse();
        assertRegression(() -> restoreLowered(20, BYTES, 65, 80), "has 20/0/prevote");
    }

    @Test
    void aLoweringThatTheRecordHasSeenExcusesNoOtherBytes() {
        set(KEY, 10, 1);
        reserve(KEY, 20, 60);
        Optional<ByteString> other = Optional.of(ByteString.copyFromUtf8("other bytes"));

        assertRegression(() -> restoreLowered(20, other, 60, 70), "has 20/0/prevote");
        assertRegression(() -> restoreLowered(20, other, 59, 70), "has 20/0/prevote");
    }

    /** Else the same lowering would excuse a second, lower mark. */
    @Test
    void aLoweringIsSeenOnce() {
        set(KEY, 10, 1);
        reserve(KEY, 20, 60);

        assertThat(restoreLowered(20, BYTES, 65, 70)).isTrue();
        assertRegression(() -> restoreLowered(15, BYTES, 65, 80), "has 15/0/prevote");
    }

    @Test
    void aSnapshotThatLacksARecordedKeyEndsTheProcess() {
        set(KEY, 10, 1);
        set(OTHER_KEY, 10, 7);

        watermark.requireHeld(List.of(KEY), new LogPosition(1, 6));
        assertRegression(
                () -> watermark.requireHeld(List.of(KEY), new LogPosition(1, 7)), "snapshot at 7 (term 1) lacks a key");
    }

    private void assertRegression(ThrowingCallable change, String said) {
        int before = failStop.halts().size();
        assertThatThrownBy(change).isInstanceOf(IllegalStateException.class).hasMessageContaining(said);
        assertThat(failStop.halts()).hasSize(before + 1);
        assertThat(failStop.halts().get(before).fault()).isEqualTo(Fault.WATERMARK_REGRESSION);
    }

    private boolean advance(MarkChange.Kind kind, KeyId key, long height, long term, long index) {
        return watermark.advance(
                key, new MarkChange(kind, Members.prevote(height), BYTES, new LogPosition(term, index)));
    }

    private boolean restoreAt(KeyId key, long height, Optional<ByteString> bytes, LogPosition snapshot) {
        return watermark.restore(key, new RestoredMark(Members.prevote(height), bytes, 0, snapshot));
    }

    private boolean restoreLowered(long height, Optional<ByteString> bytes, long lowered, long snapshot) {
        return watermark.restore(
                KEY, new RestoredMark(Members.prevote(height), bytes, lowered, new LogPosition(1, snapshot)));
    }

    @Test
    void aTornSlotLeavesTheOther() throws Exception {
        set(KEY, 10, 1);
        reserve(KEY, 11, 2);
        reserve(KEY, 12, 3);
        watermark.close();
        byte[] good = Files.readAllBytes(directory.watermark());
        int newest = 0;
        for (int slot = 0; slot < 2; slot++) {
            byte[] torn = good.clone();
            Arrays.fill(torn, 256 + slot * 128 + 40, 256 + slot * 128 + 128, (byte) 0);
            Files.write(directory.watermark(), torn);
            try (Watermark opened = open()) {
                long height = opened.at(KEY).orElseThrow().height();
                assertThat(height).isBetween(11L, 12L);
                newest += height == 12 ? 1 : 0;
            }
        }
        assertThat(newest).as("one of the two slots was the newest").isEqualTo(1);
    }

    @Test
    void writesOnAfterATornSlot() throws Exception {
        set(KEY, 10, 1);
        reserve(KEY, 11, 2);
        watermark.close();
        Members.flip(directory.watermark(), 256 + 33);
        watermark = open();

        reserve(KEY, 13, 4);
        reopen();

        assertThat(watermark.at(KEY)).contains(Members.prevote(13));
    }

    @Test
    void twoBadSlotsAreDamage() throws Exception {
        set(KEY, 10, 1);
        watermark.close();
        Members.flip(directory.watermark(), 256 + 33);
        Members.flip(directory.watermark(), 384 + 33);

        Members.refuses(
                this::open,
                Fault.WATERMARK_DAMAGED,
                directory.watermark(),
                "both slots of record 0 (at byte 256) are unreadable",
                "Replace the member");
    }

    @Test
    void everyFlippedByteOfTheHeaderIsDamage() throws Exception {
        watermark.close();
        byte[] good = Files.readAllBytes(directory.watermark());
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            Files.write(directory.watermark(), bad);
            Members.refuses(this::open, Fault.WATERMARK_DAMAGED, directory.watermark(), "Replace the member");
        }
    }

    @Test
    void everyFlippedByteOfASlotIsSeen() throws Exception {
        set(KEY, 10, 1);
        watermark.close();
        byte[] good = Files.readAllBytes(directory.watermark());
        for (int i = 0; i < 128; i++) {
            byte[] slot = Arrays.copyOfRange(good, 256, 384);
            slot[i] ^= 0x01;
            assertThat(WatermarkSlot.decode(slot, 0)).as("byte " + i).isEmpty();
        }
    }

    @Test
    void aTruncatedFileIsDamage() throws Exception {
        set(KEY, 10, 1);
        watermark.close();
        Members.truncate(directory.watermark(), 400);

        Members.refuses(this::open, Fault.WATERMARK_DAMAGED, directory.watermark(), "length of 400 bytes");
    }

    @Test
    void anotherMembersFileIsDamage() throws Exception {
        watermark.close();

        Members.refuses(
                () -> Watermark.open(directory, new Identity(Members.CLUSTER, Members.B), run, failStop),
                Fault.WATERMARK_DAMAGED,
                directory.watermark(),
                "not the file of " + Members.B);
    }

    @Test
    void aVanishedFileIsMissed() throws Exception {
        watermark.close();
        Files.delete(directory.watermark());
        run = run.with(true, Optional.of(new LogPosition(1, 9)), 1);

        Members.refuses(
                this::open,
                Fault.WATERMARK_MISSING,
                directory.watermark(),
                "is gone",
                "9 (term 1)",
                "recorded 1 keys",
                "Replace the member");
    }

    @Test
    void aVanishedKeyIsMissed() throws Exception {
        set(KEY, 10, 1);
        watermark.close();
        run = run.with(true, Optional.of(new LogPosition(1, 9)), 2);

        Members.refuses(
                this::open,
                Fault.WATERMARK_MISSING,
                directory.watermark(),
                "holds 1 keys, while run.json says that this member has applied up to ");
    }

    @Test
    void verifiesTheLedgerOnceItHasReplayedEveryRecordedEntry() throws Exception {
        set(KEY, 10, 1);
        reserve(KEY, 11, 2);
        set(OTHER_KEY, 100, 3);
        reserve(OTHER_KEY, 101, 9);

        assertThat(watermark.verifyCovers(Map.of(KEY, Members.prevote(11)), 8)).isFalse();
        assertThat(watermark.verifyCovers(Map.of(KEY, Members.prevote(11), OTHER_KEY, Members.prevote(101)), 9))
                .isTrue();
    }

    @Test
    void refusesALedgerBehindTheWatermark() {
        set(KEY, 10, 1);
        reserve(KEY, 11, 2);

        Members.refuses(
                () -> watermark.verifyCovers(Map.of(KEY, Members.prevote(10)), 2),
                Fault.WATERMARK_AHEAD,
                directory.watermark(),
                " has 11/0/prevote from log entry ",
                ", while the ledger, replayed up to 2, has 10/0/prevote",
                "Replace the member");
        Members.refuses(
                () -> watermark.verifyCovers(Map.<KeyId, HeightRoundStep>of(), 2),
                Fault.WATERMARK_AHEAD,
                directory.watermark(),
                "no such key");
    }

    @Test
    void aFailedWriteEndsTheProcess() throws Exception {
        set(KEY, 10, 1);
        watermark.close();

        assertThatThrownBy(() -> reserve(KEY, 11, 2)).isInstanceOf(IllegalStateException.class);

        assertThat(failStop.only().fault()).isEqualTo(Fault.DISK_WRITE_FAILED);
        assertThat(failStop.only().detail())
                .contains(directory.watermark().toString())
                .contains("A full disk: make room");
    }

    @Test
    void aNewKeyThatCannotBeForcedEndsTheProcess() throws Exception {
        Members.blockReplacing(directory.watermark());

        assertThatThrownBy(() -> set(KEY, 10, 1)).isInstanceOf(IllegalStateException.class);

        assertThat(failStop.only().fault()).isEqualTo(Fault.DISK_WRITE_FAILED);
    }

    @Test
    void theSameKeyOnAnotherChainIsAnotherRecord() {
        set(KEY, 10, 1);
        set(new KeyId("chain-2", KEY.publicKey()), 3, 2);

        assertThat(watermark.keys()).isEqualTo(2);
        assertThat(watermark.at(KEY)).contains(Members.prevote(10));
    }

    @Test
    void anInterruptedThreadStillWrites() throws Exception {
        set(KEY, 10, 1);

        Thread.currentThread().interrupt();
        reserve(KEY, 11, 2);
        set(OTHER_KEY, 5, 3);
        watermark.force();

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        reopen();
        assertThat(watermark.at(KEY)).contains(Members.prevote(11));
        assertThat(watermark.at(OTHER_KEY)).contains(Members.prevote(5));
    }

    private boolean set(KeyId key, long height, long index) {
        return watermark.advance(
                key,
                new MarkChange(
                        MarkChange.Kind.SET, Members.prevote(height), Optional.empty(), new LogPosition(1, index)));
    }

    private boolean reserve(KeyId key, long height, long index) {
        return watermark.advance(
                key,
                new MarkChange(MarkChange.Kind.RESERVE, Members.prevote(height), BYTES, new LogPosition(1, index)));
    }

    private boolean restore(KeyId key, long height, long lastSetIndex, long snapshotIndex) {
        return watermark.restore(
                key, new RestoredMark(Members.prevote(height), BYTES, lastSetIndex, new LogPosition(1, snapshotIndex)));
    }

    private Watermark open() throws Exception {
        return Watermark.open(directory, Members.IDENTITY, run, failStop);
    }

    private void reopen() throws Exception {
        watermark.close();
        watermark = open();
    }
}
