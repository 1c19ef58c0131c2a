package io.raftkms.chaos.observer;

import io.raftkms.chaos.judge.Observation;
import java.io.IOException;

/** Told of everything that is asked and answered, before it goes on its way. Called from the threads of all links. */
public interface Observer {
    /**
     * Takes it down.
     *
     * @throws IOException if it could not; then what was seen must not go on its way
     */
    void observe(Observation seen) throws IOException;

    /** Now, as all observations have it: nanoseconds since the Unix epoch, never backwards while this lives. */
    long nowNanos();
}
