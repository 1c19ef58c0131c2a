package io.raftkms.signer.demo;

import io.raftkms.signer.simulator.Observation;
import io.raftkms.signer.simulator.Observer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Measures from a kill to the end of the next signature, then passes everything on. */
final class FailoverClock implements Observer {
    private final Observer next;
    private final LongSupplier nanoTime;
    private Long killedAt;
    private Duration gap;

    FailoverClock(Observer next, LongSupplier nanoTime) {
        this.next = next;
        this.nanoTime = nanoTime;
    }

    /** The kill is done now. */
    synchronized void killed() {
        killedAt = nanoTime.getAsLong();
    }

    @Override
    public void observe(Observation observation) {
        note(observation);
        next.observe(observation);
    }

    private synchronized void note(Observation observation) {
        boolean signature = observation.event() == Observation.Event.SIGNATURE;
        if (signature && killedAt != null && gap == null) {
            gap = Duration.ofNanos(nanoTime.getAsLong() - killedAt);
        }
    }

    synchronized Optional<Duration> gap() {
        return Optional.ofNullable(gap);
    }
}
