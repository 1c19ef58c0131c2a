package io.raftkms.signer.admin;

import java.io.IOException;

/** Whether this member is drained; survives a restart. */
public interface DrainSwitch {
    boolean drained();

    /** Takes effect at once, and is forced to disk when this returns. */
    void turn(boolean drained) throws IOException;
}
