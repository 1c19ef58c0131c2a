package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;

/**
 * Keeps raw bytes away from the consensus key that anybody could take for a vote, a proposal or an extension.
 *
 * <p>Deliberately knows no schema. Decoders skip unknown fields, some also known ones of another wire type, so any
 * well-formed protobuf message may be read as an (odd) canonical message. Hence raw bytes look canonical when one of
 * these is well-formed: what the length prefix covers, with anything behind it; all that follows the prefix, whatever
 * length it names; the whole. Of random 32 bytes about one in seventy does, and is refused.
 */
public final class RawBytesGuard {
    private static final int MAX_VARINT_BYTES = 10;
    private static final int WIRE_TYPE_MASK = 0b111;

    private final ByteString bytes;
    private final int end;
    private int position;

    private RawBytesGuard(ByteString bytes) {
        this.bytes = bytes;
        this.end = bytes.size();
    }

    /** True if a tolerant decoder could read the bytes as a canonical message; any doubt is a true. */
    public static boolean looksCanonical(ByteString bytes) {
        if (isMessage(bytes)) {
            return true;
        }
        RawBytesGuard prefixed = new RawBytesGuard(bytes);
        long length = prefixed.varint();
        if (length < 0) {
            return false;
        }
        ByteString rest = bytes.substring(prefixed.position);
        return isMessage(rest) || (length <= rest.size() && isMessage(rest.substring(0, (int) length)));
    }

    private static boolean isMessage(ByteString bytes) {
        RawBytesGuard guard = new RawBytesGuard(bytes);
        int openGroups = 0;
        while (guard.position < guard.end) {
            long tag = guard.varint();
            if (tag < 0) {
                return false;
            }
            int wireType = (int) tag & WIRE_TYPE_MASK;
            if (wireType == 3) {
                openGroups++;
            } else if (wireType == 4) {
                openGroups--;
            } else if (!guard.skip(wireType)) {
                return false;
            }
            if (openGroups < 0) {
                return false;
            }
        }
        return openGroups == 0;
    }

    private boolean skip(int wireType) {
        return switch (wireType) {
            case 0 -> varint() >= 0;
            case 1 -> advance(Long.BYTES);
            case 2 -> advance(varint());
            case 5 -> advance(Integer.BYTES);
            default -> false;
        };
    }

    private boolean advance(long count) {
        if (count < 0 || count > end - position) {
            return false;
        }
        position += (int) count;
        return true;
    }

    /**
     * The low 32 bits, as the most tolerant decoders read tags and lengths; -1 if the bytes end or the varint does not
     * within ten bytes.
     */
    private long varint() {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES && position < end; i++) {
            byte next = bytes.byteAt(position++);
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value & 0xffff_ffffL;
            }
        }
        return -1;
    }
}
