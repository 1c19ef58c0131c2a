package io.raftkms.signer.key;

import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.files.ConsensusAddress;

/** A key gave a signature that does not verify: memory, hardware or key store cannot be trusted. Never released. */
public final class BadSignatureException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadSignatureException(ConsensusPublicKey key) {
        super("a signature did not verify under the key of address " + ConsensusAddress.of(key));
    }
}
