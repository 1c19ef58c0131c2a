package io.raftkms.signer.key;

/** A key gave no signature: it is closed, has too much to do, or its store failed. */
public final class KeyUnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeyUnusableException(String message) {
        super(message);
    }

    public KeyUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
