package io.raftkms.chaos.containers;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.observer.Observer;
import io.raftkms.chaos.observer.ObserverFile;
import java.io.IOException;

/**
 * The observer of one node, for as long as there is that node. What is left of a node that is gone is interrupted, and an
 * interrupted thread that writes into a file closes it for everybody.
 */
final class Window implements Observer {
    private final ObserverFile file;
    private boolean open = true;

    Window(ObserverFile file) {
        this.file = file;
    }

    @Override
    public long nowNanos() {
        return file.nowNanos();
    }

    @Override
    public synchronized void observe(Observation seen) throws IOException {
        if (!open) {
            throw new IOException("the node is gone");
        }
        file.observe(seen);
    }

    /** When this returns nothing more is written. */
    synchronized void close() {
        open = false;
    }
}
