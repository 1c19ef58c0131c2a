package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Verification of consensus signatures, apart from the signer's own code for it. */
final class Signatures {
    private Signatures() {}

    static boolean verifies(ConsensusPublicKey key, ByteString bytes, ByteString signature) {
        if (key.type() != KeyType.ED25519 || signature.size() != Ed25519.SIGNATURE_SIZE) {
            return false;
        }
        byte[] message = bytes.toByteArray();
        return Ed25519.verify(signature.toByteArray(), 0, key.bytes().toByteArray(), 0, message, 0, message.length);
    }
}
