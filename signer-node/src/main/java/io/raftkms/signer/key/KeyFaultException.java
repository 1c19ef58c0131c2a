package io.raftkms.signer.key;

/**
 * A key cannot be loaded, chosen or stored. The message is for people: it names file and reason, never a secret. It has
 * no cause, because a parser's or file system's own text may repeat what it read.
 */
public final class KeyFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final KeyFault fault;

    public KeyFaultException(KeyFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public KeyFault fault() {
        return fault;
    }
}
