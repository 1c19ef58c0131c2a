package io.raftkms.consensus.raft;

/** Leadership did not move; the message says why. */
public final class TransferException extends Exception {
    private static final long serialVersionUID = 1L;

    public TransferException(String message, Throwable cause) {
        super(message, cause);
    }
}
