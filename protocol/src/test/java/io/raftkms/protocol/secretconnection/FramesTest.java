package io.raftkms.protocol.secretconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FramesTest {
    private static final byte[] KEY = new byte[KeyDerivation.FRAME_KEY_BYTES];
    private static final long LAST_FRAME = -2;

    @ParameterizedTest
    @MethodSource("badFrames")
    void refusesBadFramesAndOpensNothingAfterThem(Vectors.BadFrame vector) {
        FrameOpener opener = new FrameOpener(vector.receiveKey(), vector.counter());

        assertThat(failure(() -> opener.open(vector.frame(), 0)))
                .isEqualTo(
                        vector.name().startsWith("chunk length") ? Reason.CHUNK_LENGTH : Reason.FRAME_AUTHENTICATION);

        assertThat(failure(() -> opener.open(vector.frame(), 0))).isEqualTo(Reason.CLOSED);
    }

    static List<Vectors.BadFrame> badFrames() {
        return Vectors.RECORDED.badFrames();
    }

    @Test
    void opensNoGoodFrameAfterABadOne() throws Exception {
        byte[] good = new FrameSealer(KEY).seal(new byte[] {1});
        byte[] bad = good.clone();
        bad[500] ^= 1;
        FrameOpener opener = new FrameOpener(KEY);

        assertThat(failure(() -> opener.open(bad, 0))).isEqualTo(Reason.FRAME_AUTHENTICATION);

        assertThat(failure(() -> opener.open(good, 0))).isEqualTo(Reason.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "1023, 1", "1024, 1", "1025, 2", "2048, 2", "2049, 3", "1056218, 1032"})
    void usesAsFewFramesAsHoldTheBytes(int bytes, int frames) throws Exception {
        byte[] plaintext = new byte[bytes];
        Arrays.fill(plaintext, (byte) 7);

        byte[] sealed = new FrameSealer(KEY).seal(plaintext);

        assertThat(sealed).hasSize(frames * 1044);
        assertThat(new FrameOpener(KEY).open(sealed, 0)).isEqualTo(plaintext);
    }

    @Test
    void padsWithZeroAlsoAfterALongerFrame() throws Exception {
        byte[] secret = new byte[1024];
        Arrays.fill(secret, (byte) 0x5a);
        FrameSealer sealer = new FrameSealer(KEY);
        sealer.seal(secret);

        byte[] sealed = sealer.seal(new byte[] {1, 2, 3});

        byte[] opened = new byte[FrameCipher.OPEN_BYTES];
        FrameCipher.opening(KEY, 1).next(sealed, 0, opened, 0);
        assertThat(opened).startsWith(3, 0, 0, 0, 1, 2, 3);
        assertThat(Arrays.copyOfRange(opened, 7, opened.length)).containsOnly(0);
    }

    @Test
    void opensFramesWithoutContent() throws Exception {
        byte[] sealed = new byte[FrameCipher.SEALED_BYTES];
        FrameCipher.sealing(KEY, 0).next(new byte[FrameCipher.OPEN_BYTES], 0, sealed, 0);

        assertThat(new FrameOpener(KEY).open(sealed, 0)).isEmpty();
    }

    @Test
    void sealsNothingOnceAllFrameNumbersAreUsed() throws Exception {
        FrameSealer sealer = new FrameSealer(KEY, LAST_FRAME);

        byte[] last = sealer.seal(new byte[] {1});

        assertThat(new FrameOpener(KEY, LAST_FRAME).open(last, 0)).containsExactly(1);
        assertThat(failure(() -> sealer.seal(new byte[] {2}))).isEqualTo(Reason.FRAMES_EXHAUSTED);
        assertThat(failure(() -> sealer.seal(new byte[] {3}))).isEqualTo(Reason.CLOSED);
    }

    @Test
    void opensNothingOnceAllFrameNumbersAreUsed() throws Exception {
        byte[] last = new FrameSealer(KEY, LAST_FRAME).seal(new byte[] {1});
        FrameOpener opener = new FrameOpener(KEY, LAST_FRAME);

        opener.open(last, 0);

        assertThat(failure(() -> opener.open(last, 0))).isEqualTo(Reason.FRAMES_EXHAUSTED);
    }

    @Test
    void doesNothingOnceDestroyed() {
        FrameSealer sealer = new FrameSealer(KEY);
        FrameOpener opener = new FrameOpener(KEY);

        sealer.destroy();
        opener.destroy();

        assertThat(failure(() -> sealer.seal(new byte[] {1}))).isEqualTo(Reason.CLOSED);
        assertThat(failure(() -> opener.open(new byte[FrameCipher.SEALED_BYTES], 0)))
                .isEqualTo(Reason.CLOSED);
    }

    private static Reason failure(ThrowingCallable call) {
        return catchThrowableOfType(SecretConnectionException.class, call).reason();
    }
}
