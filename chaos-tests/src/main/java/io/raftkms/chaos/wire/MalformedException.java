package io.raftkms.chaos.wire;

/** Bytes that are not what they should be. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
