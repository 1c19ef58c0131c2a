package io.raftkms.signer.simulator;

/** What a node version reads from replies. */
public enum Dialect {
    /** v0.34 and v0.37: no vote extensions. */
    V034(false, false),
    /** v0.38 to v0.40: every precommit for a block needs an extension signature, nothing else may have one. */
    V038(true, false),
    /** v1: as v0.38, and the public key is in other fields. */
    V1(true, true);

    private final boolean extensions;
    private final boolean keyInNewFields;

    Dialect(boolean extensions, boolean keyInNewFields) {
        this.extensions = extensions;
        this.keyInNewFields = keyInNewFields;
    }

    /** Whether votes have extensions. */
    public boolean extensions() {
        return extensions;
    }

    /** Whether the public key is read from fields 3 and 4 instead of field 1. */
    public boolean keyInNewFields() {
        return keyInNewFields;
    }

    /** The v0.39 and v1 lines write through a buffer whose first failed flush goes unnoticed. */
    boolean bufferedWriter() {
        return this == V1;
    }
}
