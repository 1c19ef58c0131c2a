package io.raftkms.chaos.soak;

import io.raftkms.chaos.nemesis.Nemesis;
import io.raftkms.chaos.nemesis.Schedule;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Faults that have begun and are not healed yet, for whoever looks on from another thread. */
final class Ongoing {
    private final Map<Long, String> now = new ConcurrentSkipListMap<>();
    private final AtomicLong begun = new AtomicLong();

    /** The same fault, noted while it lasts. */
    Nemesis noting(Schedule.Entry entry, Nemesis nemesis) {
        long number = begun.incrementAndGet();
        String name = entry.fault().name().toLowerCase(Locale.ROOT) + " ";
        return new Nemesis() {
            @Override
            public String begin() throws IOException, InterruptedException {
                now.put(number, name + entry.victim().name().toLowerCase(Locale.ROOT));
                String on = nemesis.begin();
                now.put(number, name + on);
                return on;
            }

            @Override
            public void heal() throws IOException, InterruptedException {
                nemesis.heal();
                now.remove(number);
            }
        };
    }

    /** How many faults have begun. */
    long begun() {
        return begun.get();
    }

    /** Them all, for people. */
    @Override
    public String toString() {
        return now.isEmpty() ? "nothing" : String.join(", ", now.values());
    }
}
