package io.raftkms.chaos.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The three numbers from which the library makes a member's time. The library maps the file, and sees each store at once. */
final class ClockFile {
    private static final int OFFSET = 0;
    private static final int RATE = 8;
    private static final int SINCE = 16;
    private static final int LENGTH = 24;

    private final MappedByteBuffer numbers;

    /** Of a right clock. */
    ClockFile(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(LENGTH), 0);
            numbers = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH);
            numbers.order(ByteOrder.nativeOrder());
        }
    }

    void jump(Duration by) {
        numbers.putLong(OFFSET, numbers.getLong(OFFSET) + by.toNanos());
    }

    /**
     * @param sinceNanos now, by the monotonic clock
     */
    void drift(int partsPerMillion, long sinceNanos) {
        numbers.putLong(RATE, 0);
        numbers.putLong(SINCE, sinceNanos);
        numbers.putLong(RATE, partsPerMillion);
    }

    void right() {
        numbers.putLong(RATE, 0);
        numbers.putLong(OFFSET, 0);
    }
}
