package io.raftkms.signer.link;

import io.raftkms.protocol.ConsensusPublicKey;

/** What a link does with a request. */
sealed interface Answer {
    /**
     * Sends a response; the link stays.
     *
     * @param body the envelope, without its length
     * @param detail description of a refusal, else empty
     */
    record Reply(byte[] body, Outcome outcome, String detail) implements Answer {}

    /** Closes by RST, saying nothing. */
    record Reset(Ending ending, String reason) implements Answer {}

    /** Asks the signature service for a signature by this key. */
    record Sign(ConsensusPublicKey key) implements Answer {}
}
