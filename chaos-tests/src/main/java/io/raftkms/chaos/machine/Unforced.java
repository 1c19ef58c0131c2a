package io.raftkms.chaos.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** What becomes of bytes that were written and not forced when power is lost. Forced ones are never touched. */
final class Unforced {
    /** What a disk writes in one go. */
    private static final int SECTOR = 512;

    private final Random random;
    private final boolean torn;

    /**
     * @param torn whether a file is left in part: some sectors of it, and the last of these ends in the middle; otherwise the page
     *     cache had been written back, or it had not
     */
    Unforced(Random random, boolean torn) {
        this.random = random;
        this.torn = torn;
    }

    /**
     * Writes what is left of a file.
     *
     * @param durable its bytes at its last force; absent if it was never forced
     * @param live its bytes in the page cache
     */
    void leave(Path durable, Path live, Path target) throws IOException {
        byte[] forced = read(durable);
        byte[] written = Files.readAllBytes(live);
        Files.write(target, left(forced, written));
    }

    byte[] left(byte[] forced, byte[] written) {
        // Drawn in any case, so that chance does not hang on whether there was anything.
        boolean writtenBack = random.nextBoolean();
        long seed = random.nextLong();
        if (torn) {
            return mixed(forced, written, new Random(seed));
        }
        return writtenBack ? written : forced;
    }

    private static byte[] mixed(byte[] forced, byte[] written, Random random) {
        int length = random.nextBoolean() ? forced.length : written.length;
        byte[] mixed = Arrays.copyOf(forced, length);
        int most = Math.min(length, written.length);
        int last = -1;
        for (int at = 0; at < most; at += SECTOR) {
            int end = Math.min(at + SECTOR, most);
            if (!Arrays.equals(mixed, at, end, written, at, end) && random.nextBoolean()) {
                System.arraycopy(written, at, mixed, at, end - at);
                last = at;
            }
        }
        if (last >= 0) {
            tear(mixed, forced, last, Math.min(last + SECTOR, most), random);
        }
        return mixed;
    }

    /** From somewhere in this sector on it is as it was before. */
    private static void tear(byte[] mixed, byte[] forced, int at, int end, Random random) {
        int cut = at + random.nextInt(end - at);
        for (int i = cut; i < end; i++) {
            mixed[i] = i < forced.length ? forced[i] : 0;
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException neverForced) {
            return new byte[0];
        }
    }
}
