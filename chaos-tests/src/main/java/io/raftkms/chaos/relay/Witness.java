package io.raftkms.chaos.relay;

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

/** Writes observations down, a line each, before what was observed goes on its way. Safe for many connections. */
final class Witness implements AutoCloseable {
    private final ObservationFormat format = new ObservationFormat();
    private final FileChannel file;
    private final Clock clock;

    Witness(Path file, Clock clock) throws IOException {
        this.file = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.clock = clock;
    }

    long nowNanos() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    synchronized void write(Observation seen) throws IOException {
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
