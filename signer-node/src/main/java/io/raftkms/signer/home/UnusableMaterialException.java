package io.raftkms.signer.home;

/** A file of certificates, keys or requests that cannot be used; the message is a sentence for people. */
public final class UnusableMaterialException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableMaterialException(String message) {
        super(message);
    }

    UnusableMaterialException(String message, Throwable cause) {
        super(message, cause);
    }
}
