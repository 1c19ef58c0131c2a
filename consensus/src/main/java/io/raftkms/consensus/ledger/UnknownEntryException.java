package io.raftkms.consensus.ledger;

/**
 * A log entry that this program does not understand to the last bit: of a newer version, of an unknown kind, or
 * damaged. The member must end before it signs anything more, for its ledger would differ from the others'.
 */
public final class UnknownEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnknownEntryException(String message) {
        super(message);
    }

    public UnknownEntryException(String message, Throwable cause) {
        super(message, cause);
    }
}
