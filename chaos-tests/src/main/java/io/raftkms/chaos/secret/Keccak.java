package io.raftkms.chaos.secret;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/** The permutation Keccak-f[1600] of FIPS 202, section 3; the JDK has the hashes made of it, and not itself. */
final class Keccak {
    static final int BYTES = 200;

    private static final int SIDE = 5;
    private static final int ROUNDS = 24;

    private Keccak() {}

    /** Permutes 200 bytes in place. */
    static void permute(byte[] state) {
        LongBuffer view = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        long[] lanes = new long[SIDE * SIDE];
        view.get(lanes);
        int register = 1;
        for (int round = 0; round < ROUNDS; round++) {
            theta(lanes);
            long[] turned = rhoAndPi(lanes);
            chi(turned, lanes);
            // Iota: constants from a linear feedback shift register, seven bits a round.
            for (int bit = 0; bit < 7; bit++) {
                if ((register & 1) != 0) {
                    lanes[0] ^= 1L << ((1 << bit) - 1);
                }
                register = (register << 1) ^ ((register >> 7) * 0x171);
            }
        }
        view.put(0, lanes);
    }

    private static void theta(long[] lanes) {
        long[] parity = new long[SIDE];
        for (int i = 0; i < lanes.length; i++) {
            parity[i % SIDE] ^= lanes[i];
        }
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] ^= parity[(i + 4) % SIDE] ^ Long.rotateLeft(parity[(i + 1) % SIDE], 1);
        }
    }

    private static long[] rhoAndPi(long[] lanes) {
        long[] turned = new long[lanes.length];
        turned[0] = lanes[0];
        int x = 1;
        int y = 0;
        for (int t = 0; t < ROUNDS; t++) {
            int rotation = (t + 1) * (t + 2) / 2 % Long.SIZE;
            int nextY = (2 * x + 3 * y) % SIDE;
            turned[y + SIDE * nextY] = Long.rotateLeft(lanes[x + SIDE * y], rotation);
            x = y;
            y = nextY;
        }
        return turned;
    }

    private static void chi(long[] from, long[] to) {
        for (int y = 0; y < from.length; y += SIDE) {
            for (int x = 0; x < SIDE; x++) {
                to[y + x] = from[y + x] ^ (~from[y + (x + 1) % SIDE] & from[y + (x + 2) % SIDE]);
            }
        }
    }
}
