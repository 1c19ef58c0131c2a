package io.raftkms.protocol.secretconnection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The three operations of STROBE v1.0.2 at 128 bits that Merlin needs: meta-AD, AD and PRF. One message may be given in
 * several pieces, the later ones marked as continuing it. Confined to one thread.
 *
 * @see <a href="https://strobe.sourceforge.io/specs/">STROBE protocol framework</a>
 */
final class Strobe128 {
    /** Bytes of the state that input and output touch: 200, less twice the strength, less two for padding. */
    private static final int RATE = 166;

    private static final int FLAG_INBOUND = 1;
    private static final int FLAG_APPLICATION = 1 << 1;
    private static final int FLAG_CIPHER = 1 << 2;
    private static final int FLAG_META = 1 << 4;

    private static final int META_AD = FLAG_META | FLAG_APPLICATION;
    private static final int AD = FLAG_APPLICATION;
    private static final int PRF = FLAG_INBOUND | FLAG_APPLICATION | FLAG_CIPHER;

    private static final byte[] VERSION = "STROBEv1.0.2".getBytes(StandardCharsets.US_ASCII);

    private final byte[] state = new byte[KeccakF1600.STATE_BYTES];
    private int position;
    private int operationStart;

    Strobe128(byte[] protocolLabel) {
        byte[] header = {1, (byte) (RATE + 2), 1, 0, 1, 96};
        System.arraycopy(header, 0, state, 0, header.length);
        System.arraycopy(VERSION, 0, state, header.length, VERSION.length);
        KeccakF1600.permute(state);
        metaAd(protocolLabel);
    }

    /** Absorbs a whole message about the protocol itself. */
    void metaAd(byte[] message) {
        begin(META_AD);
        absorb(message);
    }

    /** More of the message that the last {@link #metaAd} began. */
    void continueMetaAd(byte[] message) {
        absorb(message);
    }

    /** Absorbs a whole message of associated data. */
    void ad(byte[] message) {
        begin(AD);
        absorb(message);
    }

    /** Fills the array with bytes that depend on all that was absorbed. */
    void prf(byte[] output) {
        begin(PRF);
        for (int i = 0; i < output.length; i++) {
            output[i] = state[position];
            state[position] = 0;
            advance();
        }
    }

    /** Forgets the state, which is as secret as what was absorbed. */
    void wipe() {
        Arrays.fill(state, (byte) 0);
    }

    private void begin(int flags) {
        byte previousStart = (byte) operationStart;
        operationStart = position + 1;
        absorb(previousStart);
        absorb((byte) flags);
        if ((flags & FLAG_CIPHER) != 0 && position != 0) {
            runF();
        }
    }

    private void absorb(byte[] message) {
        for (byte value : message) {
            absorb(value);
        }
    }

    private void absorb(byte value) {
        state[position] ^= value;
        advance();
    }

    private void advance() {
        position++;
        if (position == RATE) {
            runF();
        }
    }

    private void runF() {
        state[position] ^= (byte) operationStart;
        state[position + 1] ^= 0x04;
        state[RATE + 1] ^= (byte) 0x80;
        KeccakF1600.permute(state);
        position = 0;
        operationStart = 0;
    }
}
