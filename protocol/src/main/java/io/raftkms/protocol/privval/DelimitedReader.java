package io.raftkms.protocol.privval;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a byte stream into message bodies: varint length, then that many bytes, in pieces of any size. Holds at most one
 * body, and never more memory than twice what has arrived of it. Not thread-safe.
 */
public final class DelimitedReader {
    private static final int FIRST_BUFFER_BYTES = 512;
    private static final int LAST_PREFIX_BYTE = 9;

    private final int maxBodyBytes;
    private long prefix;
    private int prefixBytes;
    private byte[] body;
    private int bodyBytes;
    private int received;
    private boolean failed;

    /**
     * @param maxBodyBytes longest body that is accepted
     */
    public DelimitedReader(int maxBodyBytes) {
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("a body has no negative length: " + maxBodyBytes);
        }
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * Takes bytes until a body is complete or the input is used up. Call it again with the same input until it returns
     * empty.
     *
     * @return a whole body, possibly of zero bytes, or empty if more bytes are needed
     * @throws MessageLengthException if a length exceeds the limit or 64 bits; the stream cannot be read any further
     * @throws IllegalStateException after such an exception
     */
    public Optional<byte[]> read(ByteBuffer input) throws MessageLengthException {
        if (failed) {
            throw new IllegalStateException("the stream was given up after a wrong length");
        }
        if (body == null && !readPrefix(input)) {
            return Optional.empty();
        }
        readBody(input);
        if (received < bodyBytes) {
            return Optional.empty();
        }
        byte[] whole = body;
        body = null;
        prefix = 0;
        prefixBytes = 0;
        return Optional.of(whole);
    }

    /** True if a message has begun and is not complete: an end of the stream here cuts it off. */
    public boolean isWithinMessage() {
        return prefixBytes > 0;
    }

    /** Memory held for the body. */
    int bufferBytes() {
        return body == null ? 0 : body.length;
    }

    private boolean readPrefix(ByteBuffer input) throws MessageLengthException {
        while (input.hasRemaining()) {
            int next = input.get() & 0xff;
            if (prefixBytes == LAST_PREFIX_BYTE && next > 1) {
                throw fail("length of a message has more than 64 bits");
            }
            prefix |= (next & 0x7fL) << (7 * prefixBytes);
            prefixBytes++;
            if (next < 0x80) {
                startBody();
                return true;
            }
        }
        return false;
    }

    private void startBody() throws MessageLengthException {
        if (Long.compareUnsigned(prefix, maxBodyBytes) > 0) {
            throw fail("message of " + Long.toUnsignedString(prefix) + " bytes, at most " + maxBodyBytes
                    + " are accepted");
        }
        bodyBytes = (int) prefix;
        received = 0;
        body = new byte[Math.min(bodyBytes, FIRST_BUFFER_BYTES)];
    }

    /** The buffer never grows beyond the body, so that a complete body fills it exactly. */
    private void readBody(ByteBuffer input) {
        while (received < bodyBytes && input.hasRemaining()) {
            if (received == body.length) {
                body = Arrays.copyOf(body, (int) Math.min(bodyBytes, 2L * body.length));
            }
            int count = Math.min(input.remaining(), body.length - received);
            input.get(body, received, count);
            received += count;
        }
    }

    private MessageLengthException fail(String message) {
        failed = true;
        body = null;
        return new MessageLengthException(message);
    }
}
