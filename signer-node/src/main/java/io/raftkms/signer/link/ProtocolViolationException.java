package io.raftkms.signer.link;

/** The node sent what no validator node sends; the connection ends by RST. */
final class ProtocolViolationException extends Exception {
    private static final long serialVersionUID = 1L;

    ProtocolViolationException(String message) {
        super(message);
    }

    ProtocolViolationException(String message, Throwable cause) {
        super(message, cause);
    }
}
