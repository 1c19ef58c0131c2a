package io.raftkms.consensus.ledger;

import io.raftkms.consensus.ledger.SnapshotFormatException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Snapshots as bytes of a file, numbers big-endian:
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>offset<th>bytes<th>what
 * <tr><td>0<td>8<td>magic {@code RAFTKMSL}
 * <tr><td>8<td>4<td>format version
 * <tr><td>12<td>8<td>term of the last entry included
 * <tr><td>20<td>8<td>index of the last entry included
 * <tr><td>28<td>4<td>length n of the state
 * <tr><td>32<td>n<td>state, as its hash covers it
 * <tr><td>32 + n<td>32<td>SHA-256 of everything before
 * </table>
 *
 * <p>A snapshot has exactly one encoding. Magic and version come first in every version; the rest may change with it.
 */
public final class SnapshotCodec {
    /** The version of the format that is written and read. */
    public static final int FORMAT_VERSION = 1;

    /** Most bytes of a snapshot: a ledger of the most keys, each with the longest bytes in every reservation. */
    public static final int MAX_SNAPSHOT_BYTES = 32 << 20;

    private static final byte[] MAGIC = "RAFTKMSL".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = MAGIC.length + Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;

    private SnapshotCodec() {}

    /** The bytes of a snapshot, ready to be written. */
    public static byte[] encode(LedgerState state, long term, long index) {
        Snapshot snapshot = new Snapshot(state, term, index);
        byte[] body = StateCodec.encode(snapshot.state());
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + body.length + Sha256.BYTES);
        file.put(MAGIC)
                .putInt(FORMAT_VERSION)
                .putLong(term)
                .putLong(index)
                .putInt(body.length)
                .put(body);
        file.put(Sha256.of(file.array(), file.position()));
        return file.array();
    }

    /**
     * Reads a snapshot back.
     *
     * @throws SnapshotFormatException if a single bit is not as {@link #encode} wrote it
     */
    public static Snapshot decode(byte[] bytes) throws SnapshotFormatException {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        checkFormat(file);
        if (bytes.length < HEADER_BYTES + Sha256.BYTES || bytes.length > MAX_SNAPSHOT_BYTES) {
            throw new SnapshotFormatException(
                    Reason.DAMAGED,
                    "snapshot has " + bytes.length + " bytes; it has " + (HEADER_BYTES + Sha256.BYTES) + " to "
                            + MAX_SNAPSHOT_BYTES);
        }
        int end = bytes.length - Sha256.BYTES;
        if (!Arrays.equals(Sha256.of(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw new SnapshotFormatException(Reason.DAMAGED, "snapshot differs from its checksum");
        }
        long term = file.getLong();
        long index = file.getLong();
        int length = file.getInt();
        if (length != end - HEADER_BYTES) {
            throw new SnapshotFormatException(
                    Reason.MALFORMED, "snapshot has a state of " + (end - HEADER_BYTES) + " bytes, not " + length);
        }
        byte[] body = Arrays.copyOfRange(bytes, HEADER_BYTES, end);
        try {
            return new Snapshot(StateCodec.decode(body), term, index);
        } catch (IllegalArgumentException e) {
            boolean newer = StateCodec.ofUnknownVersion(body);
            throw new SnapshotFormatException(
                    newer ? Reason.UNKNOWN_VERSION : Reason.MALFORMED,
                    "snapshot without a ledger: " + e.getMessage(),
                    e);
        }
    }

    private static void checkFormat(ByteBuffer file) throws SnapshotFormatException {
        byte[] magic = new byte[MAGIC.length];
        if (file.remaining() >= MAGIC.length) {
            file.get(magic);
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw new SnapshotFormatException(Reason.NOT_A_SNAPSHOT, "not a snapshot of a ledger");
        }
        if (file.remaining() < Integer.BYTES) {
            throw new SnapshotFormatException(Reason.DAMAGED, "snapshot ends in its header");
        }
        int version = file.getInt();
        if (version != FORMAT_VERSION) {
            throw new SnapshotFormatException(
                    Reason.UNKNOWN_VERSION,
                    "snapshot of format version " + Integer.toUnsignedString(version) + "; this program knows "
                            + FORMAT_VERSION);
        }
    }
}
