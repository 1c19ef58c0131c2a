package io.raftkms.chaos.observer;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Appends a line for each observation. The clock is read once and then counted on by the monotonic one: what came first
 * has the smaller time, whatever happens to the clock of the machine meanwhile.
 */
public final class ObserverFile implements Observer, AutoCloseable {
    private final ObservationFormat format = new ObservationFormat();
    private FileChannel file;
    private final LongSupplier ticks;
    private final long epochOfTickZero;

    /** Opens the file, making it if need be. */
    public ObserverFile(Path file, Clock clock) throws IOException {
        this(file, clock, System::nanoTime);
    }

    ObserverFile(Path file, Clock clock, LongSupplier ticks) throws IOException {
        this.file = open(file);
        this.ticks = ticks;
        Instant now = clock.instant();
        epochOfTickZero = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - ticks.getAsLong();
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Lines go to another file from now on; the one so far is whole. */
    public synchronized void continueIn(Path next) throws IOException {
        FileChannel opened = open(next);
        file.close();
        file = opened;
    }

    @Override
    public long nowNanos() {
        return epochOfTickZero + ticks.getAsLong();
    }

    @Override
    public synchronized void observe(Observation seen) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((format.write(seen) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            file.write(line);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
