package io.raftkms.chaos.nemesis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Carries a schedule out, and heals everything at its end, whatever that end is. */
public final class Storm {
    private final Function<Schedule.Entry, Nemesis> faults;
    private final LongSupplier clockNanos;
    private final Consumer<Struck> told;

    /**
     * @param faults makes the fault of an entry
     * @param clockNanos the clock that observations have
     * @param told each fault when it is healed
     */
    public Storm(Function<Schedule.Entry, Nemesis> faults, LongSupplier clockNanos, Consumer<Struck> told) {
        this.faults = faults;
        this.clockNanos = clockNanos;
        this.told = told;
    }

    private record Lasting(Schedule.Entry entry, Nemesis nemesis, String on, long begin) {}

    /** Runs to the end of the schedule; what befell nobody is left out of the result. */
    public List<Struck> run(Schedule schedule, Pace pace) throws IOException, InterruptedException {
        List<Struck> done = new ArrayList<>();
        PriorityQueue<Lasting> open = new PriorityQueue<>(
                Comparator.comparing(lasting -> lasting.entry().until()));
        try {
            for (Schedule.Entry entry : schedule.entries()) {
                healUntil(entry.at(), open, pace, done);
                pace.until(entry.at());
                Nemesis nemesis = faults.apply(entry);
                // Known before it begins: half a fault has to be healed as well.
                Lasting lasting = new Lasting(entry, nemesis, "", clockNanos.getAsLong());
                open.add(lasting);
                String on = nemesis.begin();
                open.remove(lasting);
                open.add(new Lasting(entry, nemesis, on, lasting.begin()));
            }
            healUntil(Duration.ofSeconds(Long.MAX_VALUE / 2), open, pace, done);
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            healAll(open, failed);
            throw failed;
        }
        return done;
    }

    /** Each of them, whatever becomes of the others. */
    private static void healAll(PriorityQueue<Lasting> open, Throwable cause) {
        while (!open.isEmpty()) {
            try {
                open.remove().nemesis().heal();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                cause.addSuppressed(interrupted);
            } catch (IOException | RuntimeException alsoFailed) {
                cause.addSuppressed(alsoFailed);
            }
        }
    }

    private void healUntil(Duration limit, PriorityQueue<Lasting> open, Pace pace, List<Struck> done)
            throws IOException, InterruptedException {
        while (!open.isEmpty() && open.peek().entry().until().compareTo(limit) <= 0) {
            pace.until(open.peek().entry().until());
            Lasting over = open.remove();
            over.nemesis().heal();
            if (!over.on().isEmpty()) {
                Struck struck = new Struck(over.entry().fault(), over.on(), over.begin(), clockNanos.getAsLong());
                done.add(struck);
                told.accept(struck);
            }
        }
    }
}
