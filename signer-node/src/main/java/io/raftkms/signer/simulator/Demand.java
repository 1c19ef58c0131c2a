package io.raftkms.signer.simulator;

/** Of whom a check of the conformance list demands what it looks at. */
public enum Demand {
    /** Without it a validator loses votes in ordinary operation, halts, or signs what it can be slashed for. */
    EVERY_SIGNER("every signer"),
    /** What raftkms promises beyond that. Others differ, and have reasons to. */
    RAFTKMS("raftkms");

    private final String text;

    Demand(String text) {
        this.text = text;
    }

    /** As {@code every signer}. */
    @Override
    public String toString() {
        return text;
    }
}
