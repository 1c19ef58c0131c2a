package io.raftkms.consensus.raft.store;

import java.io.IOException;

/** Reads a snapshot as the ledger would, without keeping it. */
@FunctionalInterface
public interface SnapshotCheck {
    /**
     * Reads it to its end.
     *
     * @param snapshot the whole file
     * @return the last entry in it
     * @throws UnknownSnapshotException if another version of the program wrote it
     * @throws IOException if it is no whole snapshot of a format this program knows; the message says what is wrong
     */
    LogPosition lastEntry(byte[] snapshot) throws IOException;
}
