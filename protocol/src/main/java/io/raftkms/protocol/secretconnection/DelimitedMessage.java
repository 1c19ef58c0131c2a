package io.raftkms.protocol.secretconnection;

import com.google.protobuf.CodedOutputStream;
import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One length-delimited protobuf message of the handshake on its way in, however it is split. Takes no byte beyond it. Memory is reserved
 * only for a length within the limit.
 */
final class DelimitedMessage {
    /** A length of 32 bits ends with its fifth byte; that no real length here needs a third is not insisted on. */
    private static final int LAST_SHIFT = 28;

    private final int limit;
    private long length;
    private int shift;
    private byte[] body;
    private int filled;

    /**
     * @param limit most bytes of the body
     */
    DelimitedMessage(int limit) {
        this.limit = limit;
    }

    /** A body with its length before it. */
    static byte[] encode(byte[] body) {
        byte[] message = new byte[CodedOutputStream.computeUInt32SizeNoTag(body.length) + body.length];
        CodedOutputStream out = CodedOutputStream.newInstance(message);
        try {
            out.writeUInt32NoTag(body.length);
            out.writeRawBytes(body);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("array of the right size", e);
        }
        return message;
    }

    /** Takes bytes from an offset on; returns how many belonged to this message. */
    int accept(byte[] received, int offset) throws SecretConnectionException {
        int at = offset;
        while (body == null && at < received.length) {
            acceptLength(received[at]);
            at++;
        }
        if (body != null) {
            int taken = Math.min(body.length - filled, received.length - at);
            System.arraycopy(received, at, body, filled, taken);
            filled += taken;
            at += taken;
        }
        return at - offset;
    }

    boolean isComplete() {
        return body != null && filled == body.length;
    }

    /** The message without its length, once complete. */
    byte[] body() {
        if (!isComplete()) {
            throw new IllegalStateException("message is not complete");
        }
        return body;
    }

    private void acceptLength(byte next) throws SecretConnectionException {
        length |= (long) (next & 0x7f) << shift;
        if (length > limit) {
            throw new SecretConnectionException(
                    Reason.MESSAGE_TOO_LONG, "handshake message of " + length + " bytes or more, at most " + limit);
        }
        if (next >= 0) {
            body = new byte[(int) length];
        } else if (shift == LAST_SHIFT) {
            throw new SecretConnectionException(Reason.MALFORMED_MESSAGE, "length of a handshake message does not end");
        }
        shift += 7;
    }
}
