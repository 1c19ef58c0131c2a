package io.raftkms.consensus.raft;

/** A call to another member gave no reply: what it asked for may or may not have happened. */
public final class PeerCallException extends Exception {
    private static final long serialVersionUID = 1L;

    public PeerCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
