package io.raftkms.consensus.raft.store;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The watermark file: a header of 256 bytes, then one record of 256 bytes a key, which is two {@link WatermarkSlot}s.
 *
 * <pre>
 *   0  magic        8  "RKMSMARK"
 *   8  format       4  1
 *  12  record size  4  256
 *  16  owner       32  SHA-256 of cluster id and member id: a file of another member shows
 *  48  CRC-32C      4  of everything before
 *  52  zeros      204
 * </pre>
 */
final class WatermarkLayout {
    static final int HEADER_BYTES = 256;
    static final int RECORD_BYTES = 2 * WatermarkSlot.BYTES;
    private static final byte[] MAGIC = "RKMSMARK".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int CRC_AT = 48;

    private WatermarkLayout() {}

    /** Where a slot of the n-th record begins. */
    static long offset(int record, int slot) {
        return HEADER_BYTES + (long) record * RECORD_BYTES + (long) slot * WatermarkSlot.BYTES;
    }

    /** A whole file: each record holds its key's state in both slots. */
    static byte[] encode(Identity owner, Collection<WatermarkSlot> newest) {
        byte[] file = Arrays.copyOf(header(owner), HEADER_BYTES + newest.size() * RECORD_BYTES);
        int record = 0;
        for (WatermarkSlot slot : newest) {
            WatermarkSlot other = slot.again();
            put(file, record, slot);
            put(file, record, other);
            record++;
        }
        return file;
    }

    /** The newest state of each key, in the file's order. */
    static Map<ByteString, WatermarkSlot> decode(Identity owner, byte[] file) throws DamagedFileException {
        if (file.length < HEADER_BYTES || (file.length - HEADER_BYTES) % RECORD_BYTES != 0) {
            throw new DamagedFileException("its length of " + file.length + " bytes is that of no whole records");
        }
        checkHeader(owner, Arrays.copyOf(file, HEADER_BYTES));
        Map<ByteString, WatermarkSlot> newest = new LinkedHashMap<>();
        for (int record = 0; record < (file.length - HEADER_BYTES) / RECORD_BYTES; record++) {
            WatermarkSlot slot = newestOf(file, record);
            if (newest.put(slot.key(), slot) != null) {
                throw new DamagedFileException("record " + record + " repeats a key");
            }
        }
        return newest;
    }

    private static WatermarkSlot newestOf(byte[] file, int record) throws DamagedFileException {
        Optional<WatermarkSlot> first = slot(file, record, 0);
        Optional<WatermarkSlot> second = slot(file, record, 1);
        if (first.isPresent() && second.isPresent()) {
            if (!first.get().key().equals(second.get().key())) {
                throw new DamagedFileException("record " + record + " is of two keys");
            }
            return first.get().sequence() > second.get().sequence() ? first.get() : second.get();
        }
        return first.or(() -> second)
                .orElseThrow(() -> new DamagedFileException(
                        "both slots of record " + record + " (at byte " + offset(record, 0) + ") are unreadable"));
    }

    private static Optional<WatermarkSlot> slot(byte[] file, int record, int number) {
        int from = (int) offset(record, number);
        return WatermarkSlot.decode(Arrays.copyOfRange(file, from, from + WatermarkSlot.BYTES), number);
    }

    private static void put(byte[] file, int record, WatermarkSlot slot) {
        System.arraycopy(slot.encode(), 0, file, (int) offset(record, slot.number()), WatermarkSlot.BYTES);
    }

    private static void checkHeader(Identity owner, byte[] header) throws DamagedFileException {
        ByteBuffer fields = ByteBuffer.wrap(header);
        byte[] magic = new byte[MAGIC.length];
        fields.get(magic);
        if (!Arrays.equals(magic, MAGIC) || fields.getInt(CRC_AT) != WatermarkSlot.checksum(header, CRC_AT)) {
            throw new DamagedFileException("its header is not that of a watermark file");
        }
        int format = fields.getInt();
        if (format != FORMAT) {
            throw new UnknownFormatException(format, FORMAT);
        }
        if (!Arrays.equals(header, header(owner))) {
            throw new DamagedFileException("it is not the file of " + owner.member() + " in " + owner.clusterId());
        }
    }

    private static byte[] header(Identity owner) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.put(MAGIC).putInt(FORMAT).putInt(RECORD_BYTES);
        header.put(Sha256.of((owner.clusterId() + "\n" + owner.member()).getBytes(StandardCharsets.UTF_8)));
        header.putInt(CRC_AT, WatermarkSlot.checksum(header.array(), CRC_AT));
        return header.array();
    }
}
