package io.raftkms.chaos.secret;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A Merlin transcript (https://merlin.cool) over STROBE-128 (https://strobe.sourceforge.io/specs/), as far as the
 * connection needs it: everything that both sides said, and a challenge made of it.
 */
final class Transcript {
    private static final int RATE = 166;
    private static final int META = 0x12;
    private static final int DATA = 0x02;
    private static final int PRF = 0x07;
    private static final int FORCES_PERMUTATION = 0x24;

    private final byte[] state = new byte[Keccak.BYTES];
    private int position;
    private int begin;

    Transcript(String protocol) {
        byte[] start = {1, (byte) (RATE + 2), 1, 0, 1, 96};
        System.arraycopy(start, 0, state, 0, start.length);
        byte[] version = ascii("STROBEv1.0.2");
        System.arraycopy(version, 0, state, start.length, version.length);
        Keccak.permute(state);
        operation(META);
        absorb(ascii("Merlin v1.0"));
        append("dom-sep", ascii(protocol));
    }

    void append(String label, byte[] message) {
        operation(META);
        absorb(labelled(label, message.length));
        operation(DATA);
        absorb(message);
    }

    byte[] challenge(String label, int length) {
        operation(META);
        absorb(labelled(label, length));
        operation(PRF);
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = state[position];
            state[position] = 0;
            advance();
        }
        return out;
    }

    private void operation(int flags) {
        int old = begin;
        begin = position + 1;
        absorb(new byte[] {(byte) old, (byte) flags});
        if ((flags & FORCES_PERMUTATION) != 0 && position != 0) {
            permute();
        }
    }

    private void absorb(byte[] bytes) {
        for (byte next : bytes) {
            state[position] ^= next;
            advance();
        }
    }

    private void advance() {
        position++;
        if (position == RATE) {
            permute();
        }
    }

    private void permute() {
        state[position] ^= (byte) begin;
        state[position + 1] ^= 0x04;
        state[RATE + 1] ^= (byte) 0x80;
        Keccak.permute(state);
        position = 0;
        begin = 0;
    }

    private static byte[] labelled(String label, int length) {
        byte[] name = ascii(label);
        return ByteBuffer.allocate(name.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name)
                .putInt(length)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
