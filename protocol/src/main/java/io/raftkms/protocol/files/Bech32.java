package io.raftkms.protocol.files;

import com.google.protobuf.ByteString;
import java.util.Locale;
import java.util.Optional;

/**
 * Bech32 text (BIP-173): a prefix, the digit 1, data in groups of five bits, six characters of checksum.
 *
 * @param prefix human-readable part in lower case, 1-83 characters
 * @param groups data, one five-bit group in each byte
 */
public record Bech32(String prefix, ByteString groups) {
    private static final String CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM_GROUPS = 6;
    /** The checksum finds four errors for certain only up to this length. */
    private static final int MAX_CHARS = 90;

    /**
     * @throws IllegalArgumentException if the prefix is not 1-83 visible ASCII characters without capitals, a group has
     *     more than five bits, or the text would be longer than 90 characters
     */
    public Bech32 {
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException("a bech32 prefix is 1 to 83 visible characters without capitals");
        }
        if (prefix.length() + 1 + groups.size() + CHECKSUM_GROUPS > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "bech32 text is at most " + MAX_CHARS + " characters long: shorten the prefix");
        }
        for (int i = 0; i < groups.size(); i++) {
            if (groups.byteAt(i) < 0 || groups.byteAt(i) > 31) {
                throw new IllegalArgumentException("a bech32 group has five bits");
            }
        }
    }

    /** Whole bytes, padded with zero bits to a multiple of five. */
    public static Bech32 ofBytes(String prefix, ByteString bytes) {
        ByteString.Output groups = ByteString.newOutput();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes.toByteArray()) {
            buffer = (buffer << 8 | (b & 0xff)) & 0xfff;
            for (bits += 8; bits >= 5; ) {
                bits -= 5;
                groups.write(buffer >> bits & 31);
            }
        }
        if (bits > 0) {
            groups.write(buffer << (5 - bits) & 31);
        }
        return new Bech32(prefix, groups.toByteString());
    }

    /** Empty if the text is not bech32: mixed case, foreign character, missing part, wrong length or checksum. */
    public static Optional<Bech32> decode(String text) {
        if (!text.chars().allMatch(c -> c >= '!' && c <= '~')) {
            return Optional.empty();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        boolean mixed = !text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT));
        int separator = lower.lastIndexOf('1');
        if (mixed || text.length() > MAX_CHARS || separator < 1 || separator + 1 + CHECKSUM_GROUPS > text.length()) {
            return Optional.empty();
        }
        String prefix = lower.substring(0, separator);
        byte[] groups = new byte[lower.length() - separator - 1];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (byte) CHARSET.indexOf(lower.charAt(separator + 1 + i));
            if (groups[i] < 0) {
                return Optional.empty();
            }
        }
        if (!isPrefix(prefix) || checksum(prefix, groups) != 1) {
            return Optional.empty();
        }
        return Optional.of(new Bech32(prefix, ByteString.copyFrom(groups, 0, groups.length - CHECKSUM_GROUPS)));
    }

    /** The data as whole bytes; empty if what is left over is not at most four zero bits. */
    public Optional<ByteString> bytes() {
        ByteString.Output bytes = ByteString.newOutput();
        int buffer = 0;
        int bits = 0;
        for (byte group : groups.toByteArray()) {
            buffer = (buffer << 5 | group) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(buffer >> bits & 0xff);
            }
        }
        boolean padded = bits < 5 && (buffer & (1 << bits) - 1) == 0;
        return padded ? Optional.of(bytes.toByteString()) : Optional.empty();
    }

    /** The text, in lower case. */
    public String text() {
        byte[] padded = new byte[groups.size() + CHECKSUM_GROUPS];
        groups.copyTo(padded, 0);
        int checksum = checksum(prefix, padded) ^ 1;
        StringBuilder text = new StringBuilder(prefix).append('1');
        for (int i = 0; i < groups.size(); i++) {
            text.append(CHARSET.charAt(groups.byteAt(i)));
        }
        for (int i = CHECKSUM_GROUPS - 1; i >= 0; i--) {
            text.append(CHARSET.charAt((checksum >> (5 * i)) & 31));
        }
        return text.toString();
    }

    private static boolean isPrefix(String prefix) {
        return !prefix.isEmpty()
                && prefix.length() <= 83
                && prefix.chars().allMatch(c -> c >= '!' && c <= '~' && !(c >= 'A' && c <= 'Z'));
    }

    /** The BCH code of BIP-173 over high bits of the prefix, a zero, its low bits, and the groups. */
    private static int checksum(String prefix, byte[] groups) {
        int value = 1;
        for (int i = 0; i < prefix.length(); i++) {
            value = step(value, prefix.charAt(i) >> 5);
        }
        value = step(value, 0);
        for (int i = 0; i < prefix.length(); i++) {
            value = step(value, prefix.charAt(i) & 31);
        }
        for (byte group : groups) {
            value = step(value, group);
        }
        return value;
    }

    private static int step(int value, int group) {
        int top = value >>> 25;
        int next = (value & 0x1ffffff) << 5 ^ group;
        for (int i = 0; i < GENERATOR.length; i++) {
            if ((top >> i & 1) == 1) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }
}
