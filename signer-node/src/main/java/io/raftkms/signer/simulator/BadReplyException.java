package io.raftkms.signer.simulator;

import java.io.IOException;

/** The signer sent what a node cannot read. A node keeps such a connection and tries again on it. */
public final class BadReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    BadReplyException(String message) {
        super(message);
    }

    BadReplyException(String message, Throwable cause) {
        super(message, cause);
    }
}
