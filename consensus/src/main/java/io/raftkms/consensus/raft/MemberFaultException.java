package io.raftkms.consensus.raft;

/** The member cannot start; the message says what was found, where, and what would be right. */
public final class MemberFaultException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Fault fault;

    public MemberFaultException(Fault fault, String message) {
        this(fault, message, null);
    }

    public MemberFaultException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
