package io.raftkms.chaos.containers;

import java.util.Locale;
import java.util.StringJoiner;

/** Where the time of a scenario went, to be printed with its verdict. */
final class Laps {
    private static final double NANOS = 1e9;

    private final StringJoiner text = new StringJoiner(", ");
    private final long begun = System.nanoTime();
    private long last = begun;

    /** What has just ended. */
    void over(String what) {
        long now = System.nanoTime();
        text.add(String.format(Locale.ROOT, "%s %.1f s", what, (now - last) / NANOS));
        last = now;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f s: %s", (last - begun) / NANOS, text);
    }
}
