package io.raftkms.protocol.privval;

/** The length in front of a message is no length or too long: where the next message begins is not known any more. */
public final class MessageLengthException extends Exception {
    private static final long serialVersionUID = 1L;

    MessageLengthException(String message) {
        super(message);
    }
}
