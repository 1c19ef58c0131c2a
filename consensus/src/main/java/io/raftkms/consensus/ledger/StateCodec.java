package io.raftkms.consensus.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.raftkms.consensus.ledger.wire.KeyStateRecord;
import io.raftkms.consensus.ledger.wire.LedgerRecord;
import io.raftkms.consensus.ledger.wire.PauseRecord;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.RecentReservations;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one encoding of a ledger state: what its hash covers and what a snapshot carries. Protobuf writes fields in
 * ascending order; there are no maps and no unknown fields, so equal states give equal bytes.
 */
final class StateCodec {
    private StateCodec() {}

    static byte[] encode(LedgerState state) {
        LedgerRecord.Builder wire = LedgerRecord.newBuilder();
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
            state = LedgerState.of(LedgerRecord.parseFrom(bytes).getKeysList().stream()
                    .map(StateCodec::keyState)
                    .toList());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a ledger: " + e.getMessage(), e);
        }
        if (!Arrays.equals(encode(state), bytes)) {
            throw new IllegalArgumentException("holds more than this program knows, or is encoded otherwise");
        }
        return state;
    }

    private static KeyStateRecord toRecord(KeyState state) {
        KeyStateRecord.Builder wire = KeyStateRecord.newBuilder()
                .setKey(WireValues.toRecord(state.key()))
                .setEnrolment(WireValues.toRecord(state.enrolment()))
                .setMark(WireValues.toRecord(state.mark()))
                .setSealed(state.sealed());
        state.reservations().forEach(reservation -> wire.addReservations(WireValues.toRecord(reservation)));
        state.pause().ifPresent(pause -> wire.setPause(toRecord(pause)));
        return wire.build();
    }

    private static PauseRecord toRecord(Pause pause) {
        PauseRecord.Builder wire = PauseRecord.newBuilder();
        pause.fromHeight().ifPresent(wire::setFromHeight);
        return wire.build();
    }

    private static KeyState keyState(KeyStateRecord wire) {
        return new KeyState(
                WireValues.keyId(wire.getKey()),
                WireValues.enrolment(wire.getEnrolment()),
                WireValues.position(wire.getMark()),
                new RecentReservations(wire.getReservationsList().stream()
                        .map(WireValues::reservation)
                        .toList()),
                wire.getSealed(),
                wire.hasPause() ? Optional.of(pause(wire.getPause())) : Optional.empty());
    }

    private static Pause pause(PauseRecord wire) {
        return new Pause(wire.hasFromHeight() ? OptionalLong.of(wire.getFromHeight()) : OptionalLong.empty());
    }
}
