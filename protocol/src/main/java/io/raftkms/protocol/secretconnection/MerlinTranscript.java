package io.raftkms.protocol.secretconnection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A Merlin v1.0 transcript: a running hash of labelled messages from which challenges are drawn. Confined to one
 * thread; {@link #wipe()} it after the last challenge.
 *
 * @see <a href="https://merlin.cool/">Merlin transcripts</a>
 */
final class MerlinTranscript {
    private static final byte[] MERLIN = ascii("Merlin v1.0");

    private final Strobe128 strobe = new Strobe128(MERLIN);

    MerlinTranscript(String applicationLabel) {
        append("dom-sep", ascii(applicationLabel));
    }

    /** Absorbs a message under a label. */
    void append(String label, byte[] message) {
        begin(label, message.length);
        strobe.ad(message);
    }

    /** Draws a challenge of so many bytes under a label; it depends on everything before it. */
    byte[] extract(String label, int length) {
        begin(label, length);
        byte[] challenge = new byte[length];
        strobe.prf(challenge);
        return challenge;
    }

    /** Forgets everything absorbed. */
    void wipe() {
        strobe.wipe();
    }

    private void begin(String label, int length) {
        strobe.metaAd(ascii(label));
        strobe.continueMetaAd(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
