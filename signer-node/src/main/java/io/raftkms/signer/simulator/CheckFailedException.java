package io.raftkms.signer.simulator;

/** The signer did something else than a check demands; the message says what. */
final class CheckFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    CheckFailedException(String message) {
        super(message);
    }
}
