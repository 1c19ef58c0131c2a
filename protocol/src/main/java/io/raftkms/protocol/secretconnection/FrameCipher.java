package io.raftkms.protocol.secretconnection;

import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * ChaCha20-Poly1305 (RFC 8439) over the frames of one direction, without associated data. The nonce is four zero bytes
 * and the frame's number as 64 little-endian bits. After any failure no frame is sealed or opened again. Confined to
 * one thread.
 *
 * <p>The cipher of the JDK, because its ChaCha20 is an intrinsic and takes half the time of Bouncy Castle's. It
 * compares tags in constant time.
 */
final class FrameCipher {
    /** Most content bytes of one frame. */
    static final int CHUNK_BYTES = 1024;
    /** The little-endian length before the content. */
    static final int LENGTH_BYTES = 4;
    /** A frame before sealing: length, content, padding. */
    static final int OPEN_BYTES = LENGTH_BYTES + CHUNK_BYTES;
    /** A frame on the wire: always as long as this. */
    static final int SEALED_BYTES = OPEN_BYTES + 16;

    /** 2^64-1, at which the count would start over; CometBFT ends the connection there too. */
    private static final long NO_MORE_FRAMES = -1;

    private static final int NONCE_BYTES = 12;

    private final int mode;
    private final Cipher cipher;
    private SecretKey key;
    private long frameNumber;

    private FrameCipher(int mode, byte[] key, long firstFrame) {
        this.mode = mode;
        this.key = new SecretKeySpec(key, "ChaCha20");
        this.frameNumber = firstFrame;
        try {
            this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no ChaCha20-Poly1305", e);
        }
    }

    /** For frames that this end sends; the key is copied. */
    static FrameCipher sealing(byte[] key, long firstFrame) {
        return new FrameCipher(Cipher.ENCRYPT_MODE, key, firstFrame);
    }

    /** For frames that this end receives; the key is copied. */
    static FrameCipher opening(byte[] key, long firstFrame) {
        return new FrameCipher(Cipher.DECRYPT_MODE, key, firstFrame);
    }

    /** Seals or opens the next frame, from one array at an offset into another. */
    void next(byte[] from, int fromOffset, byte[] to, int toOffset) throws SecretConnectionException {
        SecretKey usable = key;
        // Back in place only once this frame succeeded.
        key = null;
        if (usable == null) {
            throw new SecretConnectionException(Reason.CLOSED, "no frame after a failure");
        }
        if (frameNumber == NO_MORE_FRAMES) {
            throw new SecretConnectionException(Reason.FRAMES_EXHAUSTED, "all frame numbers are used");
        }
        try {
            cipher.init(mode, usable, nonce(frameNumber));
            cipher.doFinal(from, fromOffset, mode == Cipher.ENCRYPT_MODE ? OPEN_BYTES : SEALED_BYTES, to, toOffset);
        } catch (AEADBadTagException e) {
            throw new SecretConnectionException(
                    Reason.FRAME_AUTHENTICATION,
                    "frame " + Long.toUnsignedString(frameNumber) + " does not authenticate",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cipher of this Java platform failed", e);
        }
        frameNumber++;
        key = usable;
    }

    /** Lets go of the key: nothing is sealed or opened any more. */
    void destroy() {
        key = null;
    }

    private static IvParameterSpec nonce(long frameNumber) {
        ByteBuffer nonce = ByteBuffer.allocate(NONCE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        nonce.putLong(NONCE_BYTES - Long.BYTES, frameNumber);
        return new IvParameterSpec(nonce.array());
    }
}
