package io.raftkms.signer.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/**
 * How long this disk takes to force a small append, the floor under every signature.
 *
 * @param fileSystem type of the file system
 * @param median of {@value #RUNS} appends of {@value #BYTES} bytes, each forced
 */
public record FsyncProbe(String fileSystem, Duration median) {
    static final int RUNS = 200;
    static final int BYTES = 256;

    /** Measures in a file of its own, removed afterwards. */
    public static FsyncProbe measure(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "fsync", ".probe");
        long[] nanos = new long[RUNS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int run = 0; run < RUNS; run++) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(BYTES));
                channel.force(false);
                nanos[run] = System.nanoTime() - began;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        Arrays.sort(nanos);
        return new FsyncProbe(type(directory), Duration.ofNanos(nanos[RUNS / 2]));
    }

    /** In a chroot the list of mounts may not have it. */
    private static String type(Path directory) {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
