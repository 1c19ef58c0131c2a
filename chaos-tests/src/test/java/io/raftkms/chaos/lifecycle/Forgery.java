package io.raftkms.chaos.lifecycle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Files as a later version of the program would leave them: whole, with every checksum right. */
final class Forgery {
    private static final int LATER = 2;
    private static final int FORMAT_AT = 8;
    private static final int WATERMARK_CRC_AT = 48;
    private static final int SHA256_BYTES = 32;
    private static final int SEGMENT_HEADER_BYTES = 8;

    private Forgery() {}

    /** identity.json, run.json or peers.json: the last field is the SHA-256 of the text without it. */
    static void laterJson(Path file) throws IOException {
        String text = Files.readString(file).replaceFirst("\"format\" : 1", "\"format\" : " + LATER);
        String fields = text.substring(0, text.lastIndexOf(','));
        byte[] covered = (fields + "\n}\n").getBytes(StandardCharsets.UTF_8);
        Files.writeString(
                file,
                fields + ",\n  \"sha256\" : \"" + HexFormat.of().formatHex(digest("SHA-256", covered)) + "\"\n}\n");
    }

    static void laterWatermark(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(FORMAT_AT, LATER).putInt(WATERMARK_CRC_AT, 0);
        ByteBuffer.wrap(bytes).putInt(WATERMARK_CRC_AT, crc(bytes, 0, WATERMARK_CRC_AT));
        Files.write(file, bytes);
    }

    /** The snapshot ends with its own checksum; Ratis keeps another one beside it. */
    static void laterSnapshot(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(FORMAT_AT, LATER);
        int end = bytes.length - SHA256_BYTES;
        System.arraycopy(digest("SHA-256", Arrays.copyOf(bytes, end)), 0, bytes, end, SHA256_BYTES);
        Files.write(file, bytes);
        Path beside = file.resolveSibling(file.getFileName() + ".md5");
        String line = Files.readString(beside);
        String md5 = HexFormat.of().formatHex(digest("MD5", bytes));
        Files.writeString(beside, md5 + line.substring(md5.length()));
    }

    /** The entry that names a text, in a segment of Ratis' log: length, record, CRC-32C of both. */
    static void laterEntry(Path segment, String text) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        byte[] named = text.getBytes(StandardCharsets.US_ASCII);
        int at = SEGMENT_HEADER_BYTES;
        while (true) {
            int length = 0;
            int body = at;
            for (int shift = 0; ; shift += 7) {
                length |= (bytes[body] & 0x7f) << shift;
                if ((bytes[body++] & 0x80) == 0) {
                    break;
                }
            }
            int end = body + length;
            int name = indexOf(bytes, named, body, end);
            if (name >= 0) {
                // The entry's first field is its version: tag 8, value 1.
                int version = name;
                while (bytes[version] != 8 || bytes[version + 1] != 1) {
                    version--;
                }
                bytes[version + 1] = LATER;
                ByteBuffer.wrap(bytes).putInt(end, crc(bytes, at, end - at));
                Files.write(segment, bytes);
                return;
            }
            at = end + Integer.BYTES;
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
