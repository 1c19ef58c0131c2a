package io.raftkms.protocol.secretconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** The permutation against the SHA-3 of the JDK, which is the same permutation in a sponge. */
class KeccakF1600Test {
    private static final int SHA3_256_RATE = 136;

    @Property(tries = 200)
    void givesSha3WhenUsedAsItsSponge(@ForAll @Size(max = 600) byte[] message) throws Exception {
        byte[] state = new byte[KeccakF1600.STATE_BYTES];
        int position = 0;
        for (byte value : message) {
            state[position] ^= value;
            position++;
            if (position == SHA3_256_RATE) {
                KeccakF1600.permute(state);
                position = 0;
            }
        }
        state[position] ^= 0x06;
        state[SHA3_256_RATE - 1] ^= (byte) 0x80;
        KeccakF1600.permute(state);

        assertThat(Arrays.copyOf(state, 32))
                .isEqualTo(MessageDigest.getInstance("SHA3-256").digest(message));
    }
}
