package io.raftkms.protocol;

import com.google.protobuf.ByteString;

/**
 * A validator's public key.
 *
 * @param type which scheme
 * @param bytes the key in the encoding of its type: 32 bytes for Ed25519
 */
public record ConsensusPublicKey(KeyType type, ByteString bytes) {
    public ConsensusPublicKey {
        if (bytes.size() != type.publicKeyBytes()) {
            throw new IllegalArgumentException(
                    type + " public key has " + type.publicKeyBytes() + " bytes, not " + bytes.size());
        }
    }
}
