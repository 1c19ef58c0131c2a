package io.raftkms.consensus.raft.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.fuzz.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The files of a data directory, from any bytes; with their checksums mended too, or little would come behind them. */
public final class StoreDoor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Identity OWNER = new Identity("c", new MemberId("a", "0a0a0a0a0a0a0a0a"));
    private static final int HEADER_CRC_AT = 48;

    private StoreDoor() {}

    public static void identity(byte[] bytes) throws Exception {
        checked(bytes, Identity::decode);
    }

    public static void run(byte[] bytes) throws Exception {
        checked(bytes, RunRecord::decode);
    }

    public static void peers(byte[] bytes) throws Exception {
        checked(bytes, PeersFile::decode);
    }

    public static void vote(byte[] bytes) throws Exception {
        Refusal.orResult(DamagedFileException.class, () -> VoteFile.decode(bytes));
    }

    public static void watermark(byte[] bytes) throws Exception {
        Refusal.orResult(DamagedFileException.class, () -> WatermarkLayout.decode(OWNER, bytes));
        byte[] mended = bytes.clone();
        mend(mended, 0, HEADER_CRC_AT);
        int slot = WatermarkSlot.BYTES;
        for (int at = WatermarkLayout.HEADER_BYTES; at + slot <= bytes.length; at += slot) {
            mend(mended, at, slot - Integer.BYTES);
        }
        Refusal.orResult(DamagedFileException.class, () -> WatermarkLayout.decode(OWNER, mended));
    }

    private interface Decoding {
        Object decode(byte[] bytes) throws DamagedFileException;
    }

    private static void checked(byte[] bytes, Decoding decoding) throws Exception {
        Refusal.orResult(DamagedFileException.class, () -> decoding.decode(bytes));
        JsonNode tree = tree(bytes);
        if (tree instanceof ObjectNode fields) {
            fields.remove("sha256");
            byte[] mended = CheckedJson.encode(fields);
            Refusal.orResult(DamagedFileException.class, () -> decoding.decode(mended));
        }
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException noJson) {
            return JSON.nullNode();
        }
    }

    private static void mend(byte[] bytes, int from, int length) {
        if (from + length + Integer.BYTES <= bytes.length) {
            int crc = WatermarkSlot.checksum(Arrays.copyOfRange(bytes, from, from + length), length);
            ByteBuffer.wrap(bytes).putInt(from + length, crc);
        }
    }
}
