package io.raftkms.consensus.raft.store;

/** A file is there but is not what this program wrote; the message is the reason, without path. */
class DamagedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedFileException(String reason) {
        super(reason);
    }

    DamagedFileException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
