package io.raftkms.signer.audit;

import java.util.regex.Pattern;

/**
 * Where a chain stands: its last line.
 *
 * @param seq number of the line, from 1; 0 before the first
 * @param hash its hash, 64 lower-case hex digits
 */
public record AuditHead(long seq, String hash) {
    /** Before the first line. */
    public static final AuditHead NONE = new AuditHead(0, "0".repeat(64));

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

    public AuditHead {
        if (seq < 0 || !hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a head is a number from 0 and 64 hex digits");
        }
    }

    /**
     * Reads {@code SEQ:HASH}.
     *
     * @throws IllegalArgumentException if it is not that
     */
    public static AuditHead parse(String text) {
        var matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a head is written SEQ:HASH, the hash as 64 lower-case hex digits");
        }
        return new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    /** As {@code SEQ:HASH}. */
    @Override
    public String toString() {
        return seq + ":" + hash;
    }
}
