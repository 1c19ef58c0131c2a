package io.raftkms.chaos.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UnforcedTest {
    private static final int SECTOR = 512;

    @Test
    void aFileIsAsItWasForcedOrAsItWasWritten() {
        var seen = new TreeSet<String>();
        Unforced unforced = new Unforced(new Random(1), false);
        for (int i = 0; i < 20; i++) {
            seen.add(text(unforced.left(bytes("old"), bytes("older"))));
        }

        assertThat(seen).containsExactly("old", "older");
    }

    @Test
    void forcedBytesAreNeverTouched() {
        byte[] forced = filled(3 * SECTOR + 100, 'f', 3 * SECTOR + 100);
        byte[] written = filled(5 * SECTOR, 'f', 3 * SECTOR + 100);

        Unforced unforced = new Unforced(new Random(1), true);

        for (int i = 0; i < 200; i++) {
            byte[] left = unforced.left(forced, written);

            assertThat(left).startsWith(forced).hasSizeBetween(forced.length, written.length);
        }
    }

    @Test
    void aTornFileEndsWithinARecord() {
        byte[] forced = new byte[4 * SECTOR];
        byte[] written = filled(4 * SECTOR, 'w', 2 * SECTOR);
        var torn = new TreeSet<Integer>();

        Unforced unforced = new Unforced(new Random(1), true);
        for (int i = 0; i < 200; i++) {
            byte[] left = unforced.left(forced, written);
            torn.add((int) text(left).chars().filter(one -> one == 'w').count() % SECTOR);
        }

        assertThat(torn).contains(0).hasSizeGreaterThan(20);
    }

    private static byte[] filled(int length, char with, int until) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < until; i++) {
            bytes[i] = (byte) with;
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
