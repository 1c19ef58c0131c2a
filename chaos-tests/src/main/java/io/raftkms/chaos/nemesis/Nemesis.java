package io.raftkms.chaos.nemesis;

import java.io.IOException;

/** One fault, once. */
public interface Nemesis {
    /**
     * Brings it about.
     *
     * @return on whom, for people; empty if there was nobody left to befall
     */
    String begin() throws IOException, InterruptedException;

    /** Undoes it. Harmless when it befell nobody, and when somebody else undid it. */
    void heal() throws IOException, InterruptedException;
}
