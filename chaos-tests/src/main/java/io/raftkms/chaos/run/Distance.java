package io.raftkms.chaos.run;

import io.raftkms.chaos.network.Conditions;
import java.time.Duration;
import java.util.Locale;

/** How far the members are apart, and the profile of theirs that is meant for it. */
public enum Distance {
    /** One site. */
    LAN(Duration.ZERO, Duration.ZERO),
    /** Three sites of a region: 10 ms there and back. */
    REGION(Duration.ofMillis(5), Duration.ofMillis(1)),
    /** Three sites of a continent: 60 ms there and back. */
    CONTINENT(Duration.ofMillis(30), Duration.ofMillis(5));

    private final Duration delay;
    private final Duration jitter;

    Distance(Duration delay, Duration jitter) {
        this.delay = delay;
        this.jitter = jitter;
    }

    /** Of each way between two members. */
    Conditions conditions() {
        return Conditions.slow(delay, jitter);
    }

    /** The member's setting. */
    public String profile() {
        return name().toLowerCase(Locale.ROOT);
    }
}
