package io.raftkms.protocol.privval;

/** A body that is no message the other end may send. The stream behind it is intact, but no answer can be matched to it. */
public final class UndecodableMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the body. */
    public enum Reason {
        /** No bytes at all. */
        EMPTY,
        /** Not protobuf of this schema: broken wire format, wrong wire type, a field twice, text that is not UTF-8. */
        MALFORMED,
        /** Protobuf, but no member of the envelope that raftkms knows. */
        UNKNOWN_MESSAGE,
        /** A member that only the other side sends: a response where a request is expected, or the reverse. */
        WRONG_DIRECTION,
        /** Outside of the years 1 to 9999, or nanoseconds outside of a second: Go does not decode it either. */
        TIMESTAMP_OUT_OF_RANGE
    }

    private final Reason reason;

    UndecodableMessageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    UndecodableMessageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
