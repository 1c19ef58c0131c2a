package io.raftkms.protocol.secretconnection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The permutation Keccak-f[1600] of FIPS 202 over a state of 200 bytes, 24 rounds. Written here because no kept library
 * offers the bare permutation, which STROBE builds on. Runs in constant time: no branch and no index depends on the
 * state.
 */
final class KeccakF1600 {
    static final int STATE_BYTES = 200;

    private static final int LANES = 25;
    private static final VarHandle LANE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** FIPS 202, section 3.2.5. */
    private static final long[] ROUND_CONSTANTS = {
        0x0000000000000001L, 0x0000000000008082L, 0x800000000000808AL, 0x8000000080008000L,
        0x000000000000808BL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
        0x000000000000008AL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000AL,
        0x000000008000808BL, 0x800000000000008BL, 0x8000000000008089L, 0x8000000000008003L,
        0x8000000000008002L, 0x8000000000000080L, 0x000000000000800AL, 0x800000008000000AL,
        0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L,
    };

    /** Where rho and pi together move lane (x, y), counted x + 5y: rotation of the lane, and its new place. */
    private static final int[] ROTATION = new int[LANES];

    private static final int[] PLACE = new int[LANES];

    static {
        // FIPS 202, sections 3.2.2 and 3.2.3: the walk (x, y) -> (y, 2x + 3y) visits every lane but (0, 0).
        int x = 1;
        int y = 0;
        for (int t = 0; t < LANES - 1; t++) {
            int nextX = y;
            int nextY = (2 * x + 3 * y) % 5;
            ROTATION[x + 5 * y] = (t + 1) * (t + 2) / 2 % Long.SIZE;
            PLACE[x + 5 * y] = nextX + 5 * nextY;
            x = nextX;
            y = nextY;
        }
    }

    private KeccakF1600() {}

    /** Permutes the 200 bytes in place; working memory is wiped. */
    static void permute(byte[] state) {
        long[] lanes = new long[LANES];
        long[] moved = new long[LANES];
        long[] parity = new long[5];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (long) LANE.get(state, i * Long.BYTES);
        }
        for (long roundConstant : ROUND_CONSTANTS) {
            theta(lanes, parity);
            for (int i = 0; i < LANES; i++) {
                moved[PLACE[i]] = Long.rotateLeft(lanes[i], ROTATION[i]);
            }
            chi(moved, lanes);
            lanes[0] ^= roundConstant;
        }
        for (int i = 0; i < LANES; i++) {
            LANE.set(state, i * Long.BYTES, lanes[i]);
        }
        Arrays.fill(lanes, 0);
        Arrays.fill(moved, 0);
        Arrays.fill(parity, 0);
    }

    private static void theta(long[] lanes, long[] parity) {
        for (int x = 0; x < 5; x++) {
            parity[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
        }
        for (int x = 0; x < 5; x++) {
            long mix = parity[(x + 4) % 5] ^ Long.rotateLeft(parity[(x + 1) % 5], 1);
            for (int row = 0; row < LANES; row += 5) {
                lanes[x + row] ^= mix;
            }
        }
    }

    private static void chi(long[] from, long[] to) {
        for (int row = 0; row < LANES; row += 5) {
            for (int x = 0; x < 5; x++) {
                to[row + x] = from[row + x] ^ (~from[row + (x + 1) % 5] & from[row + (x + 2) % 5]);
            }
        }
    }
}
