package io.raftkms.signer.simulator;

import java.io.IOException;

/** The signer refused; a node does not ask again. */
public final class RemoteSignerErrorException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String connection;

    RemoteSignerErrorException(String description, String connection) {
        super(description);
        this.connection = connection;
    }

    /** Label of the connection that it came over. */
    String connection() {
        return connection;
    }
}
