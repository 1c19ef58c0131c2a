package io.raftkms.protocol.signbytes;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;

/**
 * Timestamps as Go writes and reads them: {@code google.protobuf.Timestamp} in whole nanoseconds, from year 1 to year
 * 9999. Go neither encodes nor decodes anything outside; a timestamp that is absent reads as {@link #ZERO}, one that is
 * present but empty as the Unix epoch.
 */
public final class GoTime {
    /** Go's zero time, 0001-01-01T00:00:00Z: what an absent timestamp means. */
    public static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final int MAX_NANOS = 999_999_999;

    private GoTime() {}

    /** True if Go can encode it: {@link #ZERO} or later, before the year 10000. */
    public static boolean isEncodable(Instant time) {
        return !time.isBefore(ZERO) && time.isBefore(END);
    }

    /**
     * @throws IllegalArgumentException if the time is not encodable
     */
    public static Timestamp toWire(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(requireEncodable(time).getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    /** Empty if seconds or nanoseconds are out of range, which no Go program reads. */
    public static Optional<Instant> fromWire(Timestamp wire) {
        if (wire.getSeconds() < ZERO.getEpochSecond()
                || wire.getSeconds() >= END.getEpochSecond()
                || wire.getNanos() < 0
                || wire.getNanos() > MAX_NANOS) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochSecond(wire.getSeconds(), wire.getNanos()));
    }

    static Instant requireEncodable(Instant time) {
        if (!isEncodable(time)) {
            throw new IllegalArgumentException("a timestamp lies in the years 1 to 9999, not at " + time);
        }
        return time;
    }
}
