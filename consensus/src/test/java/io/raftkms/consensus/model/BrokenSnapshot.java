package io.raftkms.consensus.model;

import com.google.protobuf.InvalidProtocolBufferException;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.wire.KeyStateRecord;
import io.raftkms.consensus.ledger.wire.LedgerRecord;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;

/** Ledger states as a snapshot writer would leave them that forgets something. */
final class BrokenSnapshot {
    private BrokenSnapshot() {}

    static LedgerState of(LedgerState state, KeyId id, boolean keepsMark, boolean keepsReservations) {
        if (keepsMark && keepsReservations) {
            return state;
        }
        KeyState key = state.key(id).orElseThrow();
        try {
            LedgerRecord wire = LedgerRecord.parseFrom(state.encoded());
            KeyStateRecord.Builder forgetful = wire.getKeys(0).toBuilder().clearReservations();
            if (!keepsMark) {
                KeyStateRecord.Builder first =
                        LedgerRecord.parseFrom(FirstMark.of(key).encoded()).getKeys(0).toBuilder();
                forgetful.setMark(first.getMark()).setHorizon(first.getHorizon());
            }
            return LedgerState.decode(
                    wire.toBuilder().setKeys(0, forgetful).build().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
