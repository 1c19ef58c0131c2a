package io.raftkms.chaos.soak;

import io.raftkms.chaos.run.Cast;
import io.raftkms.chaos.validators.Tally;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A line each half minute: how far, what nodes got, and what is being done to the members. */
final class Progress implements AutoCloseable {
    private static final int EVERY_SECONDS = 30;
    private static final int MINUTE = 60;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private final long begin = System.nanoTime();
    private final Cast cast;
    private final Ongoing ongoing;
    private final PrintStream out;
    private volatile String doing = "";
    private long signed;

    Progress(Cast cast, Ongoing ongoing, PrintStream out) {
        this.cast = cast;
        this.ongoing = ongoing;
        this.out = out;
        timer.scheduleAtFixedRate(this::tell, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** What the run is at from now on. */
    void at(String what) {
        doing = what;
        tell();
    }

    private synchronized void tell() {
        Tally tally = cast.tally();
        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
        out.printf(
                Locale.ROOT,
                "%3d:%02d  %-16s signed %d (%d more), refused %d, lost %d, faults %d; now: %s%n",
                seconds / MINUTE,
                seconds % MINUTE,
                doing,
                tally.signed(),
                tally.signed() - signed,
                tally.refused(),
                tally.lost(),
                ongoing.begun(),
                ongoing);
        signed = tally.signed();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
