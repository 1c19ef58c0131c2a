package io.raftkms.consensus.ledger;

import static io.raftkms.consensus.rule.Ask.precommit;
import static io.raftkms.consensus.rule.Ask.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.raftkms.consensus.ledger.wire.EntryRecord;
import io.raftkms.consensus.ledger.wire.KeyRecord;
import io.raftkms.consensus.ledger.wire.NoopRecord;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandCodecTest {
    private static final KeyId KEY = TestKeys.key("chain-a", 1);
    private static final KeyId SECP =
            new KeyId("chain-b", new ConsensusPublicKey(KeyType.SECP256K1, ByteString.copyFrom(new byte[33])));
    private static final Reservation RESERVATION = precommit(7, 2, 'A').on("chain-a");

    static List<Command> commands() {
        HeightRoundStep floor = new HeightRoundStep(9, 1, Step.NONE);
        return List.of(
                new Command.Noop(),
                new Command.Reserve(KEY, RESERVATION),
                new Command.Reserve(
                        SECP, proposal(Long.MAX_VALUE, Integer.MAX_VALUE, 'B').on("chain-b")),
                new Command.Enrol(KEY, new Enrolment.NewChain(1)),
                new Command.Enrol(KEY, new Enrolment.NewChain(1), true),
                new Command.Enrol(KEY, new Enrolment.NewChain(Long.MAX_VALUE)),
                new Command.Enrol(SECP, new Enrolment.Floor(floor, Optional.empty())),
                new Command.Enrol(SECP, new Enrolment.Floor(HeightRoundStep.endOf(9), Optional.empty())),
                new Command.Enrol(KEY, new Enrolment.Floor(RESERVATION.at(), Optional.of(RESERVATION.signBytes()))),
                new Command.Raise(KEY, new Enrolment.Floor(RESERVATION.at(), Optional.of(RESERVATION.signBytes()))),
                new Command.Raise(SECP, new Enrolment.Floor(floor, Optional.empty())),
                new Command.Lower(KEY, floor, true, "restarted at 9"),
                new Command.Lower(KEY, HeightRoundStep.ZERO, false, "\u20ac".repeat(200)),
                new Command.Seal(SECP),
                new Command.Unseal(KEY, new Enrolment.Floor(floor, Optional.empty()), false),
                new Command.Unseal(
                        KEY, new Enrolment.Floor(RESERVATION.at(), Optional.of(RESERVATION.signBytes())), true),
                new Command.Pause(new KeySelection.One(KEY), new Pause(OptionalLong.empty())),
                new Command.Pause(new KeySelection.Chain("chain-a"), new Pause(OptionalLong.of(7))),
                new Command.Pause(new KeySelection.Every(), new Pause(OptionalLong.of(Long.MAX_VALUE))),
                new Command.Resume(new KeySelection.One(SECP)),
                new Command.Resume(new KeySelection.Chain("chain-a")),
                new Command.Resume(new KeySelection.Every()),
                new Command.FinalizeUpgrade(1));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void readsBackWhatItWrote(Command command) throws UnknownEntryException {
        byte[] bytes = CommandCodec.encode(command);

        assertThat(CommandCodec.decode(bytes)).isEqualTo(new Entry(1, command));
        assertThat(CommandCodec.encode(CommandCodec.decode(bytes))).isEqualTo(bytes);
    }

    /** Logs of earlier builds hold exactly these bytes. */
    @Test
    void keepsTheEncodingOfVersionOne() {
        assertThat(hex(new Command.Noop())).isEqualTo("08015200");
        assertThat(hex(new Command.Enrol(KEY, new Enrolment.NewChain(5))))
                .isEqualTo("0801" + "6235" + "0a2d0a07636861696e2d6110011a2001" + "00".repeat(31) + "12040a020805");
        assertThat(hex(new Command.Reserve(KEY, new Reservation(RESERVATION.at(), ByteString.copyFromUtf8("x")))))
                .isEqualTo("0801" + "5a3c" + "0a2d0a07636861696e2d6110011a2001" + "00".repeat(31)
                        + "120b0a06080710021803120178");
    }

    @Test
    void holdsTheLargestCommand() throws UnknownEntryException {
        KeyId key = TestKeys.key("\u20ac".repeat(KeyId.MAX_CHAIN_ID_CHARACTERS), 1);
        ByteString most = ByteString.copyFrom(new byte[Reservation.MAX_SIGN_BYTES]);
        Command command =
                new Command.Enrol(key, new Enrolment.Floor(HeightRoundStep.endOf(Long.MAX_VALUE), Optional.of(most)));

        assertThat(CommandCodec.decode(CommandCodec.encode(command)).command()).isEqualTo(command);
    }

    @Test
    void refusesAnotherVersion() {
        assertUnknown(noop().setVersion(2), "version 2");
        assertUnknown(noop().setVersion(0), "version 0");
        assertUnknown(noop().setVersion(-1), "version 4294967295");
    }

    @Test
    void refusesAnUnknownKind() {
        UnknownFieldSet later = field(20, ByteString.EMPTY);

        assertUnknown(EntryRecord.newBuilder().setVersion(1), "without a command");
        assertUnknown(EntryRecord.newBuilder().setVersion(1).setUnknownFields(later), "without a command");
    }

    @Test
    void refusesUnknownFieldsAtEveryDepth() throws Exception {
        EntryRecord known = EntryRecord.parseFrom(CommandCodec.encode(new Command.Reserve(KEY, RESERVATION)));
        UnknownFieldSet later = field(99, ByteString.copyFromUtf8("x"));
        EntryRecord.Builder inKey = known.toBuilder();
        inKey.getReserveBuilder().getKeyBuilder().setUnknownFields(later);
        EntryRecord.Builder inPosition = known.toBuilder();
        inPosition.getReserveBuilder().getReservationBuilder().getAtBuilder().setUnknownFields(later);

        assertUnknown(known.toBuilder().setUnknownFields(later), "more than this program knows");
        assertUnknown(inKey, "more than this program knows");
        assertUnknown(inPosition, "more than this program knows");
    }

    @Test
    void refusesValuesThatCannotBe() throws Exception {
        EntryRecord known = EntryRecord.parseFrom(CommandCodec.encode(new Command.Reserve(KEY, RESERVATION)));
        EntryRecord.Builder height = known.toBuilder();
        height.getReserveBuilder().getReservationBuilder().getAtBuilder().setHeight(-1);
        EntryRecord.Builder round = known.toBuilder();
        round.getReserveBuilder().getReservationBuilder().getAtBuilder().setRound(-1);
        EntryRecord.Builder step = known.toBuilder();
        step.getReserveBuilder().getReservationBuilder().getAtBuilder().setStep(4);
        EntryRecord.Builder keyType = known.toBuilder();
        keyType.getReserveBuilder().getKeyBuilder().setKeyType(3);
        EntryRecord.Builder keyLength = known.toBuilder();
        keyLength
                .getReserveBuilder()
                .setKey(KeyRecord.newBuilder().setChainId("a").setKeyType(1));
        EntryRecord.Builder start = EntryRecord.newBuilder().setVersion(1);
        start.getEnrolBuilder().setKey(known.getReserve().getKey());

        assertUnknown(height, "not negative");
        assertUnknown(round, "not negative");
        assertUnknown(step, "step must be 0 to 3");
        assertUnknown(keyType, "unknown key type 3");
        assertUnknown(keyLength, "32 bytes");
        assertUnknown(start, "where the key begins");
    }

    @Test
    void refusesCommandsOfTheLifeCycleThatCannotBe() {
        EntryRecord.Builder upgrade = EntryRecord.newBuilder().setVersion(1);
        upgrade.getFinalizeUpgradeBuilder().setVersion(2);
        EntryRecord.Builder noKeys = EntryRecord.newBuilder().setVersion(1);
        noKeys.getPauseBuilder().getPauseBuilder().setFromHeight(3);
        EntryRecord.Builder noChain = EntryRecord.newBuilder().setVersion(1);
        noChain.getResumeBuilder().getKeysBuilder().setChainId("");
        EntryRecord.Builder fromZero = EntryRecord.newBuilder().setVersion(1);
        fromZero.getPauseBuilder().getPauseBuilder().setFromHeight(0);
        fromZero.getPauseBuilder().getKeysBuilder().setChainId("a");
        EntryRecord.Builder noReason = EntryRecord.newBuilder().setVersion(1);
        noReason.getLowerBuilder()
                .setKey(KeyRecord.newBuilder()
                        .setChainId("a")
                        .setKeyType(1)
                        .setPublicKey(ByteString.copyFrom(new byte[32])));

        assertUnknown(upgrade, "1 to 1 are known, not 2");
        assertUnknown(noKeys, "which keys");
        assertUnknown(noChain, "1-50 characters");
        assertUnknown(fromZero, "height 1 or more");
        assertUnknown(noReason, "the reason has 1-200 characters");
        assertThatThrownBy(() -> new Command.Lower(KEY, HeightRoundStep.ZERO, true, "two\nlines"))
                .hasMessageContaining("one line");
        assertThatThrownBy(() -> new Command.Lower(KEY, HeightRoundStep.ZERO, true, "x".repeat(201)))
                .hasMessageContaining("not 201");
    }

    @Test
    void refusesAnotherEncodingOfTheSameCommand() {
        assertUnknown("52000801", "encoded otherwise");
        assertUnknown("0881005200", "encoded otherwise");
        assertUnknown("080152005200", "encoded otherwise");
    }

    @Test
    void refusesNothingAndTooMuch() {
        assertUnknown("", "version 0");
        assertUnknown("00".repeat(CommandCodec.MAX_ENTRY_BYTES + 1), "more than 2048");
        assertUnknown("00".repeat(CommandCodec.MAX_ENTRY_BYTES), "not a command");
        assertUnknown("ff", "not a command");
    }

    @Property(tries = 5000)
    void refusesGarbageWithoutAnyOtherException(@ForAll @Size(max = 200) byte[] garbage) {
        assertReadWholeOrRefused(garbage);
    }

    @Property(tries = 5000)
    void refusesDamagedEntriesOrReadsThemWhole(@ForAll int place, @ForAll byte change, @ForAll int which) {
        List<Command> all = commands();
        byte[] bytes = CommandCodec.encode(all.get(Math.floorMod(which, all.size())));
        bytes[Math.floorMod(place, bytes.length)] ^= change;

        assertReadWholeOrRefused(bytes);
    }

    /** Whatever is read at all says everything that the bytes say. */
    private static void assertReadWholeOrRefused(byte[] bytes) {
        try {
            assertThat(CommandCodec.encode(CommandCodec.decode(bytes))).isEqualTo(bytes);
        } catch (UnknownEntryException e) {
            assertThat(e.getMessage()).startsWith("entry ");
        }
    }

    private static EntryRecord.Builder noop() {
        return EntryRecord.newBuilder().setNoop(NoopRecord.getDefaultInstance());
    }

    private static UnknownFieldSet field(int number, ByteString value) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(value)
                                .build())
                .build();
    }

    private static String hex(Command command) {
        return HexFormat.of().formatHex(CommandCodec.encode(command));
    }

    private static void assertUnknown(EntryRecord.Builder entry, String why) {
        assertUnknown(HexFormat.of().formatHex(entry.build().toByteArray()), why);
    }

    private static void assertUnknown(String hex, String why) {
        assertThatThrownBy(() -> CommandCodec.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOf(UnknownEntryException.class)
                .hasMessageContaining(why);
    }
}
