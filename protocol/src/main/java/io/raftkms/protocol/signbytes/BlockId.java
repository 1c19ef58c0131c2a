package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;

/**
 * The block that a vote or proposal names.
 *
 * @param hash header hash: empty or 32 bytes when well-formed
 * @param partsTotal number of parts, an unsigned 32-bit number on the wire
 * @param partsHash root hash of the parts: empty or 32 bytes when well-formed
 */
public record BlockId(ByteString hash, long partsTotal, ByteString partsHash) {
    /** "No block": all three parts are empty. */
    public static final BlockId NIL = new BlockId(ByteString.EMPTY, 0, ByteString.EMPTY);

    private static final int HASH_BYTES = 32;
    private static final long MAX_UINT32 = 0xffff_ffffL;

    public BlockId {
        if (partsTotal < 0 || partsTotal > MAX_UINT32) {
            throw new IllegalArgumentException("part set total is an unsigned 32-bit number, not " + partsTotal);
        }
    }

    /** True exactly when hash, total and part hash are all empty; a half-filled id is neither nil nor complete. */
    public boolean isNil() {
        return hash.isEmpty() && partsTotal == 0 && partsHash.isEmpty();
    }

    /** True when a block can be found by it: both hashes of 32 bytes and at least one part. */
    public boolean isComplete() {
        return hash.size() == HASH_BYTES && partsTotal > 0 && partsHash.size() == HASH_BYTES;
    }
}
