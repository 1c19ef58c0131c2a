package io.raftkms.signer.node;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Threads of a member that do not keep its process alive. */
final class DaemonPools {
    /** Two, so that holds end in time whatever the watch over the keys does. */
    private static final int TICK_THREADS = 2;

    private static final int BLOCKING_THREADS = 4;

    private DaemonPools() {}

    /** For looks at regular times and for limits of time; nothing on it blocks for long. */
    static ScheduledExecutorService ticks() {
        return Executors.newScheduledThreadPool(TICK_THREADS, named("signer-tick"));
    }

    /** For what waits for files, signatures or other members. */
    static ExecutorService blocking() {
        return Executors.newFixedThreadPool(BLOCKING_THREADS, named("admin-work"));
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
