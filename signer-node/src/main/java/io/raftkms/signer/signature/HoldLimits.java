package io.raftkms.signer.signature;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a request is held while no answer can be given.
 *
 * @param hold since receipt: below the validator node's own read deadline of 5 s
 * @param leaderless without any leader, whichever is first
 * @param nanoTime a monotonic clock
 */
public record HoldLimits(Duration hold, Duration leaderless, LongSupplier nanoTime) {
    /** Leaves the node's retry a whole second before its 5 s read deadline. */
    public static final Duration HOLD = Duration.ofSeconds(4);

    Duration remaining(long receivedNanos) {
        return hold.minusNanos(nanoTime.getAsLong() - receivedNanos);
    }
}
