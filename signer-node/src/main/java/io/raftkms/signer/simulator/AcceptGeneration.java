package io.raftkms.signer.simulator;

/** How a node's accept loop behaves; changed twice in CometBFT's life. */
public enum AcceptGeneration {
    /** v0.34, v0.35, v0.37.0-10, v0.38.0-5: one accept a trigger; a dead dialer costs what is left of a request's wait. */
    ONE_PER_TRIGGER,
    /** v0.38.6-11: arms itself again after a failed accept; holds a second, silent connection ready (cometbft 3828). */
    REARMING_WITH_SPARE,
    /** v0.37.11 on, v0.38.12 on, v0.39, v0.40, v1: arms itself again, and takes no second connection. */
    REARMING;

    boolean rearms() {
        return this != ONE_PER_TRIGGER;
    }

    boolean takesSpare() {
        return this != REARMING;
    }
}
