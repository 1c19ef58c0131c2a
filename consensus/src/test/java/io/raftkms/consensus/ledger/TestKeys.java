package io.raftkms.consensus.ledger;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;

/** Public keys that no private key belongs to. */
final class TestKeys {
    private TestKeys() {}

    static KeyId key(String chainId, int firstByte) {
        byte[] bytes = new byte[KeyType.ED25519.publicKeyBytes()];
        bytes[0] = (byte) firstByte;
        return new KeyId(chainId, new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(bytes)));
    }
}
