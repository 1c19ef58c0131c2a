package io.raftkms.protocol.secretconnection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Turns what this end sends into frames of 1044 bytes. Confined to one thread; of no use after a failure. */
final class FrameSealer {
    private final FrameCipher cipher;
    private final ByteBuffer frame = ByteBuffer.allocate(FrameCipher.OPEN_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Copies the key. */
    FrameSealer(byte[] key) {
        this(key, 0);
    }

    FrameSealer(byte[] key, long firstFrame) {
        cipher = FrameCipher.sealing(key, firstFrame);
    }

    /**
     * Seals the bytes into as few frames as hold them; none for no bytes. Padding is zero: CometBFT leaves earlier
     * plaintext there, which tells the peer more than it asked for.
     */
    byte[] seal(byte[] plaintext) throws SecretConnectionException {
        int frames = -Math.floorDiv(-plaintext.length, FrameCipher.CHUNK_BYTES);
        byte[] sealed = new byte[Math.multiplyExact(frames, FrameCipher.SEALED_BYTES)];
        for (int i = 0; i < frames; i++) {
            int from = i * FrameCipher.CHUNK_BYTES;
            fill(plaintext, from, Math.min(FrameCipher.CHUNK_BYTES, plaintext.length - from));
            cipher.next(frame.array(), 0, sealed, i * FrameCipher.SEALED_BYTES);
        }
        return sealed;
    }

    void destroy() {
        cipher.destroy();
        Arrays.fill(frame.array(), (byte) 0);
    }

    private void fill(byte[] plaintext, int from, int length) {
        frame.clear().putInt(length).put(plaintext, from, length);
        Arrays.fill(frame.array(), frame.position(), frame.capacity(), (byte) 0);
    }
}
