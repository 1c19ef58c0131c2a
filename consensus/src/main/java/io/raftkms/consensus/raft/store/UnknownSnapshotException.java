package io.raftkms.consensus.raft.store;

import java.io.IOException;

/** A snapshot is whole, and of a version that this program does not know; the message says which. */
public final class UnknownSnapshotException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnknownSnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
