package io.raftkms.consensus.ledger;

import static io.raftkms.consensus.rule.Ask.prevote;
import static io.raftkms.consensus.rule.Ask.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.raftkms.consensus.ledger.SnapshotFormatException.Reason;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Lowering;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.RecentReservations;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
    private static final LedgerState STATE = everythingAtOnce();
    private static final byte[] BYTES = SnapshotCodec.encode(STATE, 4, 1234);

    @Test
    void readsBackWhatItWrote() throws SnapshotFormatException {
        Snapshot read = SnapshotCodec.decode(BYTES);

        assertThat(read).isEqualTo(new Snapshot(STATE, 4, 1234));
        assertThat(read.state().hash()).isEqualTo(STATE.hash());
        assertThat(SnapshotCodec.encode(read.state(), read.term(), read.index()))
                .isEqualTo(BYTES);
    }

    @Test
    void readsBackAnEmptyLedger() throws SnapshotFormatException {
        byte[] bytes = SnapshotCodec.encode(LedgerState.EMPTY, 0, Long.MAX_VALUE);

        assertThat(bytes).hasSize(66);
        assertThat(SnapshotCodec.decode(bytes)).isEqualTo(new Snapshot(LedgerState.EMPTY, 0, Long.MAX_VALUE));
    }

    /** Disks of earlier builds hold exactly these bytes. */
    @Test
    void keepsTheLayoutOfVersionOne() {
        assertThat(HexFormat.of().formatHex(SnapshotCodec.encode(LedgerState.EMPTY, 2, 7)))
                .startsWith("524146544b4d534c" + "00000001" + "0000000000000002" + "0000000000000007" + "00000002"
                        + "1001");
    }

    @Test
    void refusesEveryFlippedBit() {
        for (int place = 0; place < BYTES.length; place++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = BYTES.clone();
                damaged[place] ^= (byte) (1 << bit);
                Reason expected =
                        place < 8 ? Reason.NOT_A_SNAPSHOT : place < 12 ? Reason.UNKNOWN_VERSION : Reason.DAMAGED;

                assertThat(refusal(damaged)).as("byte %d bit %d", place, bit).isEqualTo(expected);
            }
        }
    }

    @Test
    void refusesEveryOtherLength() {
        for (int length = 0; length < BYTES.length; length++) {
            Reason expected = length < 8 ? Reason.NOT_A_SNAPSHOT : Reason.DAMAGED;

            assertThat(refusal(Arrays.copyOf(BYTES, length)))
                    .as("length %d", length)
                    .isEqualTo(expected);
        }
        assertThat(refusal(Arrays.copyOf(BYTES, BYTES.length + 1))).isEqualTo(Reason.DAMAGED);
        assertThat(refusal(Arrays.copyOf(BYTES, SnapshotCodec.MAX_SNAPSHOT_BYTES + 1)))
                .isEqualTo(Reason.DAMAGED);
    }

    @Test
    void saysWhichLengthsThereAre() {
        assertThatThrownBy(() -> SnapshotCodec.decode(Arrays.copyOf(BYTES, 63)))
                .hasMessage("snapshot has 63 bytes; it has 64 to 33554432");
        assertThatThrownBy(() -> SnapshotCodec.decode(Arrays.copyOf(BYTES, (32 << 20) + 1)))
                .hasMessageContaining("it has 64 to 33554432");
        // As many as there may be, but not those of a snapshot.
        assertThatThrownBy(() -> SnapshotCodec.decode(Arrays.copyOf(BYTES, 32 << 20)))
                .hasMessageContaining("checksum");
        assertThat(refusal(sealed(Arrays.copyOf(BYTES, 64)))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void tellsALaterFormatByItsFirstTwelveBytes() {
        byte[] later = Arrays.copyOf(BYTES, 12);
        later[11] = 2;

        assertThat(refusal(later)).isEqualTo(Reason.UNKNOWN_VERSION);
    }

    @Test
    void refusesALaterFormatByItsOwnReason() {
        byte[] later = BYTES.clone();
        ByteBuffer.wrap(later).putInt(8, 2);

        assertThatThrownBy(() -> SnapshotCodec.decode(sealed(later)))
                .hasMessage("snapshot of format version 2; this program knows 1")
                .isInstanceOfSatisfying(
                        SnapshotFormatException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_VERSION));
    }

    @Test
    void refusesALedgerOfALaterVersionByTheSameReason() {
        byte[] later = SnapshotCodec.encode(LedgerState.EMPTY, 2, 7);
        later[33] = 2;

        assertThat(refusal(sealed(later))).isEqualTo(Reason.UNKNOWN_VERSION);
    }

    @Test
    void refusesAWrongLengthUnderAGoodChecksum() {
        byte[] shorter = BYTES.clone();
        ByteBuffer.wrap(shorter).putInt(28, 0);

        assertThatThrownBy(() -> SnapshotCodec.decode(sealed(shorter)))
                .hasMessage("snapshot has a state of " + (BYTES.length - 64) + " bytes, not 0")
                .isInstanceOfSatisfying(
                        SnapshotFormatException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void refusesNegativeTermsAndIndexes() {
        byte[] term = BYTES.clone();
        ByteBuffer.wrap(term).putLong(12, -1);
        byte[] index = BYTES.clone();
        ByteBuffer.wrap(index).putLong(20, -1);

        assertThat(refusal(sealed(term))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(sealed(index))).isEqualTo(Reason.MALFORMED);
        assertThatThrownBy(() -> SnapshotCodec.encode(STATE, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesReservationsAndKeysOutOfOrder() {
        KeyState first = KeyState.enrolled(TestKeys.key("a", 1), new Enrolment.NewChain(1));
        KeyState second = KeyState.enrolled(TestKeys.key("b", 1), new Enrolment.NewChain(1));

        assertThatThrownBy(() -> LedgerState.of(1, List.of(second, first)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LedgerState.of(1, List.of(first, first))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 3000)
    void refusesDamagedStatesUnderAGoodChecksumOrReadsThemWhole(@ForAll int place, @ForAll byte change)
            throws SnapshotFormatException {
        byte[] damaged = BYTES.clone();
        damaged[32 + Math.floorMod(place, BYTES.length - 64)] ^= change;

        assertReadWholeOrMalformed(sealed(damaged));
    }

    @Property(tries = 3000)
    void refusesGarbageUnderAGoodChecksum(@ForAll @Size(max = 200) byte[] garbage) throws SnapshotFormatException {
        ByteBuffer file = ByteBuffer.allocate(64 + garbage.length);
        file.put(BYTES, 0, 28).putInt(garbage.length).put(garbage);

        assertReadWholeOrMalformed(sealed(file.array()));
    }

    @Test
    void staysBelowItsLimitWithTheLargestLedger() {
        long perReservation = Reservation.MAX_SIGN_BYTES + 40;
        long perKey = (RecentReservations.CAPACITY + 1) * perReservation + 2048;

        assertThat(LedgerState.MAX_KEYS * perKey).isLessThan(SnapshotCodec.MAX_SNAPSHOT_BYTES);
    }

    private static void assertReadWholeOrMalformed(byte[] bytes) {
        try {
            Snapshot read = SnapshotCodec.decode(bytes);
            assertThat(SnapshotCodec.encode(read.state(), read.term(), read.index()))
                    .isEqualTo(bytes);
        } catch (SnapshotFormatException e) {
            assertThat(e.reason()).isIn(Reason.MALFORMED, Reason.UNKNOWN_VERSION);
        }
    }

    private static Reason refusal(byte[] bytes) {
        return catchThrowableOfType(SnapshotFormatException.class, () -> SnapshotCodec.decode(bytes))
                .reason();
    }

    /** The same bytes with a checksum that fits them. */
    private static byte[] sealed(byte[] bytes) {
        int end = bytes.length - 32;
        System.arraycopy(Sha256.of(bytes, end), 0, bytes, end, 32);
        return bytes;
    }

    /** A ledger with every field in use. */
    private static LedgerState everythingAtOnce() {
        KeyState plain = signed(KeyState.enrolled(TestKeys.key("chain-a", 1), new Enrolment.NewChain(1)), 36);
        Ask last = proposal(20, 1, 'A');
        KeyState floor = KeyState.enrolled(
                TestKeys.key("chain-b", 1),
                new Enrolment.Floor(last.position(), Optional.of(last.signBytes("chain-b"))));
        KeyState sealed = KeyState.enrolled(
                        TestKeys.key("chain-c", 1), new Enrolment.Floor(HeightRoundStep.endOf(5), Optional.empty()))
                .raised(new Enrolment.Floor(HeightRoundStep.endOf(Long.MAX_VALUE), Optional.empty()))
                .closed()
                .with(Optional.of(new Pause(OptionalLong.empty())));
        KeyState lowered = KeyState.enrolled(TestKeys.key("chain-d", 1), plain.enrolment())
                .closed()
                .readmittedUnused()
                .reserved(prevote(9, 9, 'B').on("chain-d"))
                .with(Optional.of(new Pause(OptionalLong.of(99))))
                .lowered(new Lowering(77, prevote(9, 9, 'B').position(), HeightRoundStep.endOf(8), true, "a test"));
        return LedgerState.of(1, List.of(plain, floor, sealed, lowered));
    }

    private static KeyState signed(KeyState from, int heights) {
        KeyState state = from;
        for (int height = 1; height <= heights; height++) {
            state = state.reserved(prevote(height, 0, 'A').on(from.key().chainId()));
        }
        return state;
    }
}
