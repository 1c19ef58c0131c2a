package io.raftkms.signer.link;

/** How a request was answered. */
public enum Outcome {
    /** With a signature. */
    SIGNED,
    /** With a RemoteSignerError; the link stays and the node does not ask again. */
    REFUSED,
    /** Not at all: the connection was reset, and the node asks again. */
    SILENT,
    /** There was an answer, but the connection that asked is gone. */
    DROPPED,
    /** With the public key. */
    PUBLIC_KEY,
    /** With a pong. */
    PONG
}
