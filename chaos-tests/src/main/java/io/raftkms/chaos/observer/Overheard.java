package io.raftkms.chaos.observer;

import io.raftkms.chaos.judge.Observation;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * An observer whose observations somebody else hears as well, once they are written down.
 *
 * @param listener called from the threads of all links
 */
public record Overheard(Observer observer, Consumer<Observation> listener) implements Observer {
    @Override
    public void observe(Observation seen) throws IOException {
        observer.observe(seen);
        listener.accept(seen);
    }

    @Override
    public long nowNanos() {
        return observer.nowNanos();
    }
}
