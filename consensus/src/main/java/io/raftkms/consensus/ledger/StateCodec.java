package io.raftkms.consensus.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.raftkms.consensus.ledger.wire.KeyStateRecord;
import io.raftkms.consensus.ledger.wire.LedgerRecord;
import io.raftkms.consensus.ledger.wire.LoweringRecord;
import io.raftkms.consensus.ledger.wire.SealStateRecord;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Lowering;
import io.raftkms.consensus.rule.RecentReservations;
import io.raftkms.consensus.rule.Seal;
import java.util.Arrays;
import java.util.Optional;

/**
 * The one encoding of a ledger state: what its hash covers and what a snapshot carries. Protobuf writes fields in
 * ascending order; there are no maps and no unknown fields, so equal states give equal bytes.
 */
final class StateCodec {
    private StateCodec() {}

    static byte[] encode(LedgerState state) {
        LedgerRecord.Builder wire = LedgerRecord.newBuilder().setVersion(state.version());
        for (KeyState key : state.keys()) {
            wire.addKeys(toRecord(key));
        }
        return wire.build().toByteArray();
    }

    /**
     * @throws IllegalArgumentException if these are not the bytes that {@link #encode} gives for some state
     */
    static LedgerState decode(byte[] bytes) {
        LedgerState state;
        try {
            LedgerRecord wire = LedgerRecord.parseFrom(bytes);
            state = LedgerState.of(
                    wire.getVersion(),
                    wire.getKeysList().stream().map(StateCodec::keyState).toList());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a ledger: " + e.getMessage(), e);
        }
        if (!Arrays.equals(encode(state), bytes)) {
            throw new IllegalArgumentException("holds more than this program knows, or is encoded otherwise");
        }
        return state;
    }

    /** True for a ledger that stands at a version which an operator confirmed for newer programs than this one. */
    static boolean ofUnknownVersion(byte[] bytes) {
        try {
            int version = LedgerRecord.parseFrom(bytes).getVersion();
            if (version > 0) {
                Entry.requireKnown(version);
            }
            return false;
        } catch (InvalidProtocolBufferException e) {
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static KeyStateRecord toRecord(KeyState state) {
        KeyStateRecord.Builder wire = KeyStateRecord.newBuilder()
                .setKey(WireValues.toRecord(state.key()))
                .setEnrolment(WireValues.toRecord(state.enrolment()))
                .setMark(WireValues.toRecord(state.mark()))
                .setHorizon(WireValues.toRecord(state.horizon()));
        state.reservations().forEach(reservation -> wire.addReservations(WireValues.toRecord(reservation)));
        state.seal().ifPresent(seal -> wire.setSeal(toRecord(seal)));
        state.pause().ifPresent(pause -> wire.setPause(WireValues.toRecord(pause)));
        state.lowering().ifPresent(lowering -> wire.setLowering(toRecord(lowering)));
        return wire.build();
    }

    private static SealStateRecord toRecord(Seal seal) {
        return SealStateRecord.newBuilder()
                .setAt(WireValues.toRecord(seal.at()))
                .setLifted(seal.lifted())
                .build();
    }

    private static LoweringRecord toRecord(Lowering lowering) {
        return LoweringRecord.newBuilder()
                .setIndex(lowering.index())
                .setFrom(WireValues.toRecord(lowering.from()))
                .setTo(WireValues.toRecord(lowering.to()))
                .setForgotRecent(lowering.forgotRecent())
                .setReason(lowering.reason())
                .build();
    }

    private static KeyState keyState(KeyStateRecord wire) {
        return new KeyState(
                WireValues.keyId(wire.getKey()),
                WireValues.enrolment(wire.getEnrolment()),
                WireValues.position(wire.getMark()),
                new RecentReservations(wire.getReservationsList().stream()
                        .map(WireValues::reservation)
                        .toList()),
                WireValues.position(wire.getHorizon()),
                wire.hasSeal() ? Optional.of(seal(wire.getSeal())) : Optional.empty(),
                wire.hasPause() ? Optional.of(WireValues.pause(wire.getPause())) : Optional.empty(),
                wire.hasLowering() ? Optional.of(lowering(wire.getLowering())) : Optional.empty());
    }

    private static Seal seal(SealStateRecord wire) {
        return new Seal(WireValues.position(wire.getAt()), wire.getLifted());
    }

    private static Lowering lowering(LoweringRecord wire) {
        return new Lowering(
                wire.getIndex(),
                WireValues.position(wire.getFrom()),
                WireValues.position(wire.getTo()),
                wire.getForgotRecent(),
                wire.getReason());
    }
}
