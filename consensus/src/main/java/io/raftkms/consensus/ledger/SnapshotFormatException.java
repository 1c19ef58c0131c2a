package io.raftkms.consensus.ledger;

/** Bytes that are not a snapshot this program can stand on. Nothing of them may be used. */
public final class SnapshotFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with them. */
    public enum Reason {
        /** They do not begin as a snapshot does: another file. */
        NOT_A_SNAPSHOT,
        /** Written by another version of the program, newer in all likelihood. */
        UNKNOWN_VERSION,
        /** Too short, too long, or the checksum differs: changed after they were written. */
        DAMAGED,
        /** The checksum holds, yet they are no ledger: written by a defective or foreign program. */
        MALFORMED
    }

    private final Reason reason;

    public SnapshotFormatException(Reason reason, String message) {
        this(reason, message, null);
    }

    public SnapshotFormatException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
