package io.raftkms.chaos.nemesis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How a schedule's time passes. */
@FunctionalInterface
public interface Pace {
    /** Returns when so much time has passed since the begin. */
    void until(Duration sinceBegin) throws InterruptedException;

    /** Real time, from now on. */
    static Pace fromNow() {
        long begin = System.nanoTime();
        return sinceBegin -> {
            long wait = begin + sinceBegin.toNanos() - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
        };
    }
}
