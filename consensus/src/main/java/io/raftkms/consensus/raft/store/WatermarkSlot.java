package io.raftkms.consensus.raft.store;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Sha256;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One state of one key's record in the watermark file: 128 bytes, big-endian, so that no slot crosses a disk sector.
 *
 * <pre>
 *   0  key        32  SHA-256 of chain id and public key
 *  32  sequence    8  one more with each write of the record; its lowest bit is the slot's number
 *  40  height      8
 *  48  round       4
 *  52  step        4
 *  56  sign bytes 32  their SHA-256, zeros for a floor
 *  88  term        8
 *  96  index       8
 * 104  zeros      20
 * 124  CRC-32C     4  of everything before
 * </pre>
 */
record WatermarkSlot(ByteString key, long sequence, HeightRoundStep at, ByteString digest, LogPosition entry) {
    static final int BYTES = 128;
    private static final int CRC_AT = BYTES - Integer.BYTES;
    private static final int PADDING_BYTES = 20;

    static ByteString nameOf(KeyId key) {
        byte[] chain = key.chainId().getBytes(StandardCharsets.UTF_8);
        byte[] type = key.publicKey().type().wireName().getBytes(StandardCharsets.US_ASCII);
        MessageDigest sha256 = Sha256.digest();
        sha256.update((byte) chain.length);
        sha256.update(chain);
        sha256.update((byte) type.length);
        sha256.update(type);
        return ByteString.copyFrom(sha256.digest(key.publicKey().bytes().toByteArray()));
    }

    static ByteString digestOf(Optional<ByteString> signBytes) {
        return ByteString.copyFrom(
                signBytes.map(bytes -> Sha256.of(bytes.toByteArray())).orElseGet(() -> new byte[Sha256.BYTES]));
    }

    /** The same state one write later, which is in the other slot. */
    WatermarkSlot again() {
        return new WatermarkSlot(key, sequence + 1, at, digest, entry);
    }

    /** 0 or 1. */
    int number() {
        return (int) (sequence & 1);
    }

    byte[] encode() {
        ByteBuffer slot = ByteBuffer.allocate(BYTES);
        slot.put(key.toByteArray());
        slot.putLong(sequence);
        slot.putLong(at.height());
        slot.putInt(at.round());
        slot.putInt(at.step().number());
        slot.put(digest.toByteArray());
        slot.putLong(entry.term());
        slot.putLong(entry.index());
        slot.putInt(CRC_AT, checksum(slot.array(), CRC_AT));
        return slot.array();
    }

    /** Empty if the slot is torn or otherwise not what {@link #encode} gives in that place. */
    static Optional<WatermarkSlot> decode(byte[] bytes, int number) {
        ByteBuffer slot = ByteBuffer.wrap(bytes);
        if (slot.getInt(CRC_AT) != checksum(bytes, CRC_AT)) {
            return Optional.empty();
        }
        try {
            ByteString key = take(slot, Sha256.BYTES);
            long sequence = slot.getLong();
            HeightRoundStep at = new HeightRoundStep(slot.getLong(), slot.getInt(), Step.ofNumber(slot.getInt()));
            ByteString digest = take(slot, Sha256.BYTES);
            LogPosition entry = new LogPosition(slot.getLong(), slot.getLong());
            boolean padded = take(slot, PADDING_BYTES).equals(ByteString.copyFrom(new byte[PADDING_BYTES]));
            WatermarkSlot decoded = new WatermarkSlot(key, sequence, at, digest, entry);
            return sequence >= 0 && padded && decoded.number() == number ? Optional.of(decoded) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static ByteString take(ByteBuffer from, int length) {
        byte[] taken = new byte[length];
        from.get(taken);
        return ByteString.copyFrom(taken);
    }
}
