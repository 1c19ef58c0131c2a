package io.raftkms.consensus.raft;

import java.util.OptionalLong;

/** A call to another member gave no reply: what it asked for may or may not have happened. */
public final class PeerCallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long groupWithout;

    public PeerCallException(String message, Throwable cause) {
        this(message, cause, OptionalLong.empty());
    }

    /**
     * @param groupWithout as {@link #groupWithout()}
     */
    public PeerCallException(String message, Throwable cause, OptionalLong groupWithout) {
        super(message, cause);
        this.groupWithout = groupWithout.orElse(-1);
    }

    /** Log entry of the committed group in which the other member does not find this one; empty on any other failure. */
    public OptionalLong groupWithout() {
        return groupWithout < 0 ? OptionalLong.empty() : OptionalLong.of(groupWithout);
    }
}
