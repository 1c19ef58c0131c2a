package io.raftkms.consensus.ledger;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.wire.EnrolmentRecord;
import io.raftkms.consensus.ledger.wire.FloorRecord;
import io.raftkms.consensus.ledger.wire.KeyRecord;
import io.raftkms.consensus.ledger.wire.NewChainRecord;
import io.raftkms.consensus.ledger.wire.PauseRecord;
import io.raftkms.consensus.ledger.wire.PositionRecord;
import io.raftkms.consensus.ledger.wire.ReservationRecord;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Values that entries and snapshots share, to their records and back. Reading throws {@link IllegalArgumentException}
 * for what cannot be; what a record may carry beyond that, the codecs find by encoding the result again.
 */
final class WireValues {
    private static final int ED25519 = 1;
    private static final int SECP256K1 = 2;

    private WireValues() {}

    static KeyRecord toRecord(KeyId key) {
        int type = switch (key.publicKey().type()) {
            case ED25519 -> ED25519;
            case SECP256K1 -> SECP256K1;
        };
        return KeyRecord.newBuilder()
                .setChainId(key.chainId())
                .setKeyType(type)
                .setPublicKey(key.publicKey().bytes())
                .build();
    }

    static KeyId keyId(KeyRecord wire) {
        KeyType type = switch (wire.getKeyType()) {
            case ED25519 -> KeyType.ED25519;
            case SECP256K1 -> KeyType.SECP256K1;
            default ->
                throw new IllegalArgumentException("unknown key type " + Integer.toUnsignedString(wire.getKeyType()));
        };
        return new KeyId(wire.getChainId(), new ConsensusPublicKey(type, wire.getPublicKey()));
    }

    static PositionRecord toRecord(HeightRoundStep position) {
        return PositionRecord.newBuilder()
                .setHeight(position.height())
                .setRound(position.round())
                .setStep(position.step().number())
                .build();
    }

    /** Heights and rounds past the signed range arrive negative here, and are refused by the record. */
    static HeightRoundStep position(PositionRecord wire) {
        return new HeightRoundStep(wire.getHeight(), wire.getRound(), Step.ofNumber(wire.getStep()));
    }

    static ReservationRecord toRecord(Reservation reservation) {
        return ReservationRecord.newBuilder()
                .setAt(toRecord(reservation.at()))
                .setSignBytes(reservation.signBytes())
                .build();
    }

    static Reservation reservation(ReservationRecord wire) {
        return new Reservation(position(wire.getAt()), wire.getSignBytes());
    }

    static EnrolmentRecord toRecord(Enrolment enrolment) {
        if (enrolment instanceof Enrolment.NewChain start) {
            return EnrolmentRecord.newBuilder()
                    .setNewChain(NewChainRecord.newBuilder().setInitialHeight(start.initialHeight()))
                    .build();
        }
        return EnrolmentRecord.newBuilder()
                .setFloor(toRecord((Enrolment.Floor) enrolment))
                .build();
    }

    static FloorRecord toRecord(Enrolment.Floor floor) {
        FloorRecord.Builder wire = FloorRecord.newBuilder().setAt(toRecord(floor.at()));
        floor.signBytes().ifPresent(wire::setSignBytes);
        return wire.build();
    }

    static Enrolment.Floor floor(FloorRecord wire) {
        Optional<ByteString> signBytes = wire.hasSignBytes() ? Optional.of(wire.getSignBytes()) : Optional.empty();
        return new Enrolment.Floor(position(wire.getAt()), signBytes);
    }

    static PauseRecord toRecord(Pause pause) {
        PauseRecord.Builder wire = PauseRecord.newBuilder();
        pause.fromHeight().ifPresent(wire::setFromHeight);
        return wire.build();
    }

    static Pause pause(PauseRecord wire) {
        return new Pause(wire.hasFromHeight() ? OptionalLong.of(wire.getFromHeight()) : OptionalLong.empty());
    }

    static Enrolment enrolment(EnrolmentRecord wire) {
        return switch (wire.getStartCase()) {
            case NEW_CHAIN -> new Enrolment.NewChain(wire.getNewChain().getInitialHeight());
            case FLOOR -> floor(wire.getFloor());
            case START_NOT_SET -> throw new IllegalArgumentException("an enrolment says where the key begins");
        };
    }
}
