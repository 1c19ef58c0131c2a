package io.raftkms.signer.audit;

/** A line is not what the audit writes. */
final class AuditFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    AuditFormatException(String message) {
        super(message);
    }
}
