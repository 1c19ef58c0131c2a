package io.raftkms.protocol.privval;

import com.google.protobuf.Timestamp;
import io.raftkms.protocol.privval.UndecodableMessageException.Reason;
import io.raftkms.protocol.privval.wire.PrivvalWire;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.GoTime;
import java.time.Instant;

/** Fields that votes and proposals share. */
final class WireFields {
    private WireFields() {}

    /** As Go writes it: nil is a block id with an empty part set header. */
    static PrivvalWire.BlockId toWire(BlockId blockId) {
        return PrivvalWire.BlockId.newBuilder()
                .setHash(blockId.hash())
                .setPartSetHeader(PrivvalWire.PartSetHeader.newBuilder()
                        // uint32: the bits are kept, the sign of the Java int means nothing.
                        .setTotal((int) blockId.partsTotal())
                        .setHash(blockId.partsHash()))
                .build();
    }

    static BlockId fromWire(PrivvalWire.BlockId wire) {
        PrivvalWire.PartSetHeader parts = wire.getPartSetHeader();
        return new BlockId(wire.getHash(), Integer.toUnsignedLong(parts.getTotal()), parts.getHash());
    }

    /**
     * @param present whether the field is there at all: absent is Go's zero time, empty the Unix epoch
     */
    static Instant timestamp(boolean present, Timestamp wire) throws UndecodableMessageException {
        if (!present) {
            return GoTime.ZERO;
        }
        return GoTime.fromWire(wire)
                .orElseThrow(() -> new UndecodableMessageException(
                        Reason.TIMESTAMP_OUT_OF_RANGE,
                        "timestamp of " + wire.getSeconds() + " s and " + wire.getNanos() + " ns is out of range"));
    }
}
