package io.raftkms.protocol.secretconnection;

/**
 * A connection that must end: the peer, or someone between, sent what cannot be accepted. There is no way back; close
 * the socket. Messages hold no secret and nothing of the plaintext.
 */
public final class SecretConnectionException extends Exception {
    private static final long serialVersionUID = 1;

    /** What was wrong. */
    public enum Reason {
        /** A handshake message declares more bytes than any real one has. */
        MESSAGE_TOO_LONG,
        /** A handshake message, or its length, is not protobuf. */
        MALFORMED_MESSAGE,
        /** The peer's ephemeral key has not 32 bytes. */
        EPHEMERAL_KEY_LENGTH,
        /** The peer sent our own ephemeral key back. */
        REFLECTED_EPHEMERAL_KEY,
        /** The peer's ephemeral key forces a secret that everyone knows. */
        LOW_ORDER_POINT,
        /** The peer's identity key is missing or is not an Ed25519 key of 32 bytes. */
        IDENTITY_KEY_TYPE,
        /** The peer presents our own identity: both ends sign the same challenge, so ours could be sent back. */
        REFLECTED_IDENTITY_KEY,
        /** The peer's signature has not 64 bytes or does not verify over the challenge. */
        BAD_SIGNATURE,
        /** A frame does not authenticate: damaged, forged, repeated or out of order. */
        FRAME_AUTHENTICATION,
        /** An authentic frame declares more than 1024 bytes of content. */
        CHUNK_LENGTH,
        /** All frame numbers of one direction are used. */
        FRAMES_EXHAUSTED,
        /** The connection failed before, or was destroyed. */
        CLOSED
    }

    private final Reason reason;

    SecretConnectionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    SecretConnectionException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
