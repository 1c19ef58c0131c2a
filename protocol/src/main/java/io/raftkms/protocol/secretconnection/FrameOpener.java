package io.raftkms.protocol.secretconnection;

import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Turns received bytes, however they were split on the way, back into the byte stream that the peer wrote. Keeps at
 * most one frame. Padding is ignored. Confined to one thread; of no use after a failure.
 */
final class FrameOpener {
    private final FrameCipher cipher;
    private final byte[] partial = new byte[FrameCipher.SEALED_BYTES];
    private final ByteBuffer frame = ByteBuffer.allocate(FrameCipher.OPEN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int partialBytes;

    /** Copies the key. */
    FrameOpener(byte[] key) {
        this(key, 0);
    }

    FrameOpener(byte[] key, long firstFrame) {
        cipher = FrameCipher.opening(key, firstFrame);
    }

    /**
     * Takes what was received from an offset on, and gives the content of the frames that are now complete.
     *
     * @throws SecretConnectionException if a frame does not authenticate or is malformed; content of earlier frames of
     *     the same call is dropped with it
     */
    byte[] open(byte[] received, int offset) throws SecretConnectionException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = offset;
        while (at < received.length) {
            int taken = Math.min(partial.length - partialBytes, received.length - at);
            System.arraycopy(received, at, partial, partialBytes, taken);
            partialBytes += taken;
            at += taken;
            if (partialBytes == partial.length) {
                openFrame(content);
            }
        }
        return content.toByteArray();
    }

    void destroy() {
        cipher.destroy();
        Arrays.fill(frame.array(), (byte) 0);
    }

    private void openFrame(ByteArrayOutputStream content) throws SecretConnectionException {
        cipher.next(partial, 0, frame.array(), 0);
        partialBytes = 0;
        int length = frame.getInt(0);
        if (length < 0 || length > FrameCipher.CHUNK_BYTES) {
            destroy();
            throw new SecretConnectionException(
                    Reason.CHUNK_LENGTH,
                    "frame declares " + Integer.toUnsignedString(length) + " bytes, at most " + FrameCipher.CHUNK_BYTES
                            + " fit");
        }
        content.write(frame.array(), FrameCipher.LENGTH_BYTES, length);
    }
}
