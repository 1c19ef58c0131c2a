package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Every second: forces the watermark, then run.json when something changed. In this order, so that run.json never counts
 * a mark that the disk does not hold. The first failure of any kind ends the process: the scheduler
 * would drop a task that failed and say nothing.
 */
public final class RunRecordWriter implements AutoCloseable {
    private static final long PERIOD_SECONDS = 1;

    private final DataDirectory directory;
    private final Watermark watermark;
    private final Path voteFile;
    private final FailStop failStop;
    private final AtomicReference<LogPosition> applied = new AtomicReference<>();
    private RunRecord written;
    private ScheduledFuture<?> schedule;

    RunRecordWriter(DataDirectory directory, RunRecord written, Watermark watermark, Path voteFile, FailStop failStop) {
        this.directory = directory;
        this.written = written;
        this.watermark = watermark;
        this.voteFile = voteFile;
        this.failStop = failStop;
        written.lastApplied().ifPresent(applied::set);
    }

    synchronized void start(ScheduledExecutorService scheduler) {
        schedule = scheduler.scheduleWithFixedDelay(this::forceNow, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** Notes an applied entry of any kind, configuration and snapshot included. Cheap; entries below are ignored. */
    public void applied(LogPosition entry) {
        applied.accumulateAndGet(entry, (old, now) -> old == null || now.index() > old.index() ? now : old);
    }

    /** The record as it is on the disk. */
    public synchronized RunRecord onDisk() {
        return written;
    }

    /** Forces both files if they changed. */
    synchronized void forceNow() {
        Optional<LogPosition> newest = Optional.ofNullable(applied.get());
        try {
            watermark.force();
            boolean held = written.raftHeld() || Files.exists(voteFile);
            RunRecord now = written.with(held, newest, watermark.keys());
            if (!now.equals(written)) {
                now.write(directory);
                written = now;
            }
        } catch (IOException | RuntimeException | Error e) {
            cancel();
            throw DiskFault.halt(failStop, directory.run(), e);
        }
    }

    /** Writes once more, then no more. */
    @Override
    public synchronized void close() {
        cancel();
        forceNow();
    }

    private void cancel() {
        if (schedule != null) {
            schedule.cancel(false);
        }
    }
}
