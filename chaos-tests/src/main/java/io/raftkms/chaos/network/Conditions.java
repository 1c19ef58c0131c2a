package io.raftkms.chaos.network;

import java.time.Duration;
import java.util.Random;

/**
 * How bytes travel one way.
 *
 * @param delay of every byte
 * @param jitter up to so much more, drawn for each piece; the order stays, as TCP keeps it
 * @param bytesPerSecond at most; 0 for no limit
 * @param silent nothing arrives, and nobody is told; what was sent arrives when it is over, as TCP sends again
 */
public record Conditions(Duration delay, Duration jitter, long bytesPerSecond, boolean silent) {
    /** Nothing but the machine's own. */
    public static final Conditions CLEAR = new Conditions(Duration.ZERO, Duration.ZERO, 0, false);

    /** A black hole. */
    public static final Conditions SILENT = new Conditions(Duration.ZERO, Duration.ZERO, 0, true);

    public static Conditions slow(Duration delay, Duration jitter) {
        return new Conditions(delay, jitter, 0, false);
    }

    public static Conditions narrow(long bytesPerSecond) {
        return new Conditions(Duration.ZERO, Duration.ZERO, bytesPerSecond, false);
    }

    /** Both at once. */
    public Conditions and(Conditions other) {
        long narrower = bytesPerSecond == 0 || other.bytesPerSecond == 0
                ? Math.max(bytesPerSecond, other.bytesPerSecond)
                : Math.min(bytesPerSecond, other.bytesPerSecond);
        return new Conditions(delay.plus(other.delay), jitter.plus(other.jitter), narrower, silent || other.silent);
    }

    /** How long a piece is on its way. */
    long nanos(Random random, int bytes) {
        long drawn = jitter.isZero() ? 0 : (long) (random.nextDouble() * jitter.toNanos());
        long sending = bytesPerSecond == 0 ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
        return delay.toNanos() + drawn + sending;
    }
}
