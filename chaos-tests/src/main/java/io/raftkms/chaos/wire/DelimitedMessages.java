package io.raftkms.chaos.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts one direction of a privval stream into messages, in whatever pieces it comes. */
public final class DelimitedMessages {
    /** Largest request of any node: a vote with an extension of 1 MiB. */
    private static final int MAX_LENGTH = 1_056_218;

    private static final int MAX_PREFIX_BYTES = 4;

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    /**
     * Takes what was read.
     *
     * @param bytes as they were read; the first {@code length} count
     * @return bodies of the messages that are complete now
     * @throws MalformedException if a length is absurd; the stream is lost then
     */
    public List<byte[]> feed(byte[] bytes, int length) throws MalformedException {
        pending.write(bytes, 0, length);
        byte[] all = pending.toByteArray();
        List<byte[]> bodies = new ArrayList<>();
        int at = 0;
        while (true) {
            int prefix = prefixLength(all, at);
            if (prefix == 0) {
                break;
            }
            int bodyLength = bodyLength(all, at, prefix);
            if (all.length - at - prefix < bodyLength) {
                break;
            }
            bodies.add(Arrays.copyOfRange(all, at + prefix, at + prefix + bodyLength));
            at += prefix + bodyLength;
        }
        pending.reset();
        pending.write(all, at, all.length - at);
        return bodies;
    }

    /** Zero while the length itself is not complete. */
    private static int prefixLength(byte[] all, int at) throws MalformedException {
        for (int i = at; i < all.length; i++) {
            if (all[i] >= 0) {
                return i - at + 1;
            }
            if (i - at + 1 >= MAX_PREFIX_BYTES) {
                throw new MalformedException("length of more than " + MAX_PREFIX_BYTES + " bytes");
            }
        }
        return 0;
    }

    private static int bodyLength(byte[] all, int at, int prefix) throws MalformedException {
        int length = 0;
        for (int i = 0; i < prefix; i++) {
            length |= (all[at + i] & 0x7f) << (7 * i);
        }
        if (length > MAX_LENGTH) {
            throw new MalformedException("message of " + length + " bytes");
        }
        return length;
    }
}
