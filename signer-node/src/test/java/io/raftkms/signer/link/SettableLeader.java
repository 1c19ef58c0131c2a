package io.raftkms.signer.link;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A leader watch whose answers a test sets. */
public final class SettableLeader implements LeaderWatch {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean heard = true;
    private volatile boolean leading = true;

    @Override
    public boolean leaderHeard() {
        return heard;
    }

    @Override
    public boolean leading() {
        return leading;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    public void heard(boolean now) {
        heard = now;
        listeners.forEach(Runnable::run);
    }

    /** The change is there, and nobody was told yet. */
    public void heardQuietly(boolean now) {
        heard = now;
    }

    public void leading(boolean now) {
        leading = now;
        listeners.forEach(Runnable::run);
    }
}
