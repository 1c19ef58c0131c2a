package io.raftkms.protocol.signbytes;

import io.raftkms.protocol.signbytes.wire.CanonicalWire;

/** Block ids inside canonical messages. */
final class CanonicalBlockIds {
    private CanonicalBlockIds() {}

    /** The part set header is written even if empty. The caller leaves nil out altogether. */
    static CanonicalWire.BlockId toWire(BlockId blockId) {
        return CanonicalWire.BlockId.newBuilder()
                .setHash(blockId.hash())
                .setPartSetHeader(CanonicalWire.PartSetHeader.newBuilder()
                        // uint32: the bits are kept, the sign of the Java int means nothing.
                        .setTotal((int) blockId.partsTotal())
                        .setHash(blockId.partsHash()))
                .build();
    }

    static BlockId fromWire(CanonicalWire.BlockId wire) {
        CanonicalWire.PartSetHeader parts = wire.getPartSetHeader();
        return new BlockId(wire.getHash(), Integer.toUnsignedLong(parts.getTotal()), parts.getHash());
    }
}
