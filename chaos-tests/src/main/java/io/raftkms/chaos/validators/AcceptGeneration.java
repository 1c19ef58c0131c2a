package io.raftkms.chaos.validators;

/** How a node's accept loop behaves; it changed once in CometBFT's life. */
public enum AcceptGeneration {
    /**
     * v0.34, v0.35, v0.37.0-10, v0.38.0-5: one accept a request for a connection, and none after one that failed. A request
     * that comes during an accept or a handshake is lost.
     */
    OLD,
    /**
     * v0.37.11 on, v0.38.6 on, v0.39, v0.40, v1: goes on accepting until there is a connection, and keeps one request that
     * comes meanwhile. That may lead to a second connection, which is kept ready; less often since v0.38.12, which looks
     * first, and so does this one.
     */
    NEW;

    public AcceptGeneration other() {
        return this == OLD ? NEW : OLD;
    }
}
