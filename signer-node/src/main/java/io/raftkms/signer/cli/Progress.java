package io.raftkms.signer.cli;

import java.io.PrintWriter;
import java.util.function.LongConsumer;

/** Says how far a run of heights is, about once a second, one line at a time. */
final class Progress implements LongConsumer {
    private static final long SECOND = 1_000_000_000L;

    private final long first;
    private final long heights;
    private final PrintWriter out;
    private long said = System.nanoTime();

    Progress(long first, long heights, PrintWriter out) {
        this.first = first;
        this.heights = heights;
        this.out = out;
    }

    @Override
    public void accept(long height) {
        long done = height - first + 1;
        long now = System.nanoTime();
        if (now - said >= SECOND || done == heights) {
            said = now;
            out.println("height " + height + ": " + done + " of " + heights);
            out.flush();
        }
    }
}
