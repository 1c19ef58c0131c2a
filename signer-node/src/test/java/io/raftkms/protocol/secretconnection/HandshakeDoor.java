package io.raftkms.protocol.secretconnection;

import io.raftkms.signer.fuzz.Refusal;
import java.util.Arrays;

/**
 * One end of a secret connection with fixed keys, which takes any bytes from the other end: in the clear, sealed with the
 * right keys, and as frames whose length field says anything.
 */
public final class HandshakeDoor {
    private static final byte[] FRAME_KEY = filled(7);

    private HandshakeDoor() {}

    /** Everything as it comes from the socket, in two pieces. */
    public static void fromSocket(byte[] bytes) throws Exception {
        SecretConnection end = end(1);
        end.open();
        Refusal.orResult(SecretConnectionException.class, () -> {
            int cut = bytes.length == 0 ? 0 : (bytes[bytes.length - 1] & 0xff) % bytes.length;
            end.receive(Arrays.copyOf(bytes, cut));
            return end.receive(Arrays.copyOfRange(bytes, cut, bytes.length));
        });
    }

    /** What the other end writes once both have keys: its auth message, then messages. */
    public static void sealed(byte[] plaintext) throws Exception {
        SecretConnection end = end(1);
        byte[] other = EphemeralKey.fromPrivateKey(filled(2)).publicKey();
        byte[] opened = end.open();
        end.receive(DelimitedMessage.encode(EphemeralMessage.encode(other)));
        byte[] frames = new FrameSealer(
                        keysOfOther(Arrays.copyOfRange(opened, opened.length - other.length, opened.length))
                                .sendKey())
                .seal(plaintext);
        Refusal.orResult(SecretConnectionException.class, () -> end.receive(frames));
    }

    /** Frames before sealing: 4 bytes of length, 1024 of content, the last one filled up; then the bytes unsealed. */
    public static void frames(byte[] open) throws Exception {
        FrameCipher sealing = FrameCipher.sealing(FRAME_KEY, 0);
        int count = -Math.floorDiv(-open.length, FrameCipher.OPEN_BYTES);
        byte[] padded = Arrays.copyOf(open, count * FrameCipher.OPEN_BYTES);
        byte[] sealed = new byte[count * FrameCipher.SEALED_BYTES];
        for (int i = 0; i < count; i++) {
            sealing.next(padded, i * FrameCipher.OPEN_BYTES, sealed, i * FrameCipher.SEALED_BYTES);
        }
        Refusal.orResult(SecretConnectionException.class, () -> new FrameOpener(FRAME_KEY).open(sealed, 0));
        Refusal.orResult(SecretConnectionException.class, () -> new FrameOpener(FRAME_KEY).open(open, 0));
    }

    /** The auth message that the other end of {@link #sealed} really sends. */
    public static byte[] auth() throws SecretConnectionException {
        byte[] ours = EphemeralKey.fromPrivateKey(filled(1)).publicKey();
        byte[] challenge = keysOfOther(ours).challenge();
        return DelimitedMessage.encode(AuthMessage.encode(IdentityKey.fromSeed(filled(2)), challenge));
    }

    /** The whole conversation that the other end of {@link #fromSocket} sends. */
    public static byte[] conversation() throws SecretConnectionException {
        SecretConnection other = end(2);
        byte[] first = other.open();
        byte[] second = other.receive(end(1).open()).toSend();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static SessionKeys keysOfOther(byte[] ours) throws SecretConnectionException {
        EphemeralKey other = EphemeralKey.fromPrivateKey(filled(2));
        byte[] public2 = other.publicKey();
        return KeyDerivation.derive(other.agree(ours), public2, ours);
    }

    private static SecretConnection end(int number) {
        return new SecretConnection(IdentityKey.fromSeed(filled(number)), EphemeralKey.fromPrivateKey(filled(number)));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
