package io.raftkms.consensus.raft.hello;

/** Bytes are no message of the hello that this program knows; the message says why. */
final class HelloFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    HelloFormatException(String reason) {
        super(reason);
    }

    HelloFormatException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
