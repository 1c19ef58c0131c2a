package io.raftkms.chaos.network;

import java.util.ArrayList;
import java.util.List;

/** The way from one member to another: what it always is, and what befell it. For the threads of all its connections. */
public final class Route {
    private final List<Conditions> befallen = new ArrayList<>();
    private Conditions usual = Conditions.CLEAR;

    /** What it is from now on when nothing befalls it. */
    public synchronized void usually(Conditions conditions) {
        usual = conditions;
        notifyAll();
    }

    /** Something befalls it, on top of what did already. */
    public synchronized void befall(Conditions conditions) {
        befallen.add(conditions);
        notifyAll();
    }

    /** One of these is over. */
    public synchronized void heal(Conditions conditions) {
        befallen.remove(conditions);
        notifyAll();
    }

    /** What it is like now. */
    public synchronized Conditions now() {
        return befallen.stream().reduce(usual, Conditions::and);
    }

    /** Waits as long as nothing gets through. */
    synchronized void awaitPassage() throws InterruptedException {
        while (now().silent()) {
            wait();
        }
    }
}
