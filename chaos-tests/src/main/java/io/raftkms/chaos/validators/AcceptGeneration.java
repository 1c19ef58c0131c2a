package io.raftkms.chaos.validators;

/** How a node's accept loop behaves; it changed once in CometBFT's life. */
public enum AcceptGeneration {
    /** v0.34, v0.35, v0.37.0-10, v0.38.0-5: one accept a request for a connection, and none after one that failed. */
    OLD,
    /** v0.37.11 on, v0.38.6 on, v0.39, v0.40, v1: goes on accepting until there is a connection. */
    NEW;

    public AcceptGeneration other() {
        return this == OLD ? NEW : OLD;
    }
}
