package io.raftkms.signer.simulator;

/** Told of every request before it is sent and of every answer after it is read. May be called from several threads. */
@FunctionalInterface
public interface Observer {
    void observe(Observation observation);

    /** Looks away. */
    static Observer none() {
        return observation -> {};
    }
}
