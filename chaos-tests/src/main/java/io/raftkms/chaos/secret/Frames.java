package io.raftkms.chaos.secret;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One direction of an established connection: chunks of up to 1,024 bytes in sealed frames of 1,044. For one thread. */
final class Frames {
    private static final int CHUNK = 1024;
    private static final int PLAIN = Integer.BYTES + CHUNK;
    private static final int SEALED = PLAIN + 16;
    private static final int NONCE = 12;

    private final SecretKeySpec key;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long counter;

    Frames(byte[] key) {
        this.key = new SecretKeySpec(key, "ChaCha20");
    }

    /** Frames of a message, in their order. */
    byte[] seal(byte[] message) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        for (int from = 0; from < message.length; from += CHUNK) {
            int length = Math.min(CHUNK, message.length - from);
            byte[] plain = ByteBuffer.allocate(PLAIN)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(length)
                    .put(message, from, length)
                    .array();
            sealed.writeBytes(cipher(Cipher.ENCRYPT_MODE, plain));
        }
        return sealed.toByteArray();
    }

    /** What complete frames hold, in whatever pieces they come. */
    byte[] open(byte[] bytes, int count) throws IOException {
        pending.write(bytes, 0, count);
        ByteBuffer all = ByteBuffer.wrap(pending.toByteArray());
        pending.reset();
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        while (all.remaining() >= SEALED) {
            byte[] frame = new byte[SEALED];
            all.get(frame);
            ByteBuffer plain =
                    ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, frame)).order(ByteOrder.LITTLE_ENDIAN);
            int length = plain.getInt();
            if (length < 0 || length > CHUNK) {
                throw new IOException("a frame with a chunk of " + length + " bytes");
            }
            opened.write(plain.array(), Integer.BYTES, length);
        }
        pending.write(all.array(), all.position(), all.remaining());
        return opened.toByteArray();
    }

    private byte[] cipher(int mode, byte[] input) throws IOException {
        byte[] nonce = ByteBuffer.allocate(NONCE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putLong(counter++)
                .array();
        try {
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(mode, key, new IvParameterSpec(nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException broken) {
            throw new IOException("a frame that is not the peer's", broken);
        }
    }
}
