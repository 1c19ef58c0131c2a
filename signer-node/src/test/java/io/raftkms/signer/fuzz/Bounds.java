package io.raftkms.signer.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;

/** What one input may cost: a second, and four mebibytes for each reader, whatever it says. */
final class Bounds {
    private static final Duration TIME = Duration.ofSeconds(1);
    private static final long BYTES = 4L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Bounds() {}

    /** Decodes once unmeasured where it fails a bound: loading classes is not what is measured. */
    static void check(Decoder decoder, byte[] input) {
        if (!within(decoder, input)) {
            assertThat(within(decoder, input))
                    .as("%s costs too much for %s", decoder, HexFormat.of().formatHex(input))
                    .isTrue();
        }
    }

    private static boolean within(Decoder decoder, byte[] input) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = System.nanoTime();
        try {
            decoder.decoding().decode(input);
        } catch (Exception | StackOverflowError defect) {
            throw new AssertionError(decoder + " fails on " + HexFormat.of().formatHex(input) + ": " + defect, defect);
        }
        return System.nanoTime() - nanos <= TIME.toNanos()
                && THREADS.getCurrentThreadAllocatedBytes() - bytes <= decoder.readings() * BYTES;
    }
}
