package io.raftkms.signer.demo;

import io.raftkms.signer.simulator.Observation;
import io.raftkms.signer.simulator.Observer;
import java.time.Duration;
import java.util.Optional;

/** Notes how long the very first signature took, then passes everything on. */
public final class FirstSignature implements Observer {
    private final Observer next;
    private Duration latency;

    public FirstSignature(Observer next) {
        this.next = next;
    }

    @Override
    public void observe(Observation observation) {
        note(observation);
        next.observe(observation);
    }

    private synchronized void note(Observation observation) {
        if (latency == null && observation.event() == Observation.Event.SIGNATURE) {
            latency = Duration.ofNanos(observation.endNanos() - observation.beginNanos());
        }
    }

    synchronized Optional<Duration> latency() {
        return Optional.ofNullable(latency);
    }
}
