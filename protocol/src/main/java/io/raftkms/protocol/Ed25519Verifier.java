package io.raftkms.protocol;

import com.google.protobuf.ByteString;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;

/** Verifies Ed25519 signatures (RFC 8032) of one public key, whose point is decoded once. Safe for several threads. */
public final class Ed25519Verifier {
    private final PublicPoint point;

    /**
     * @param key an Ed25519 key; bytes that are no point of the group are taken, and no signature verifies under them
     * @throws IllegalArgumentException for a key of another type
     */
    public Ed25519Verifier(ConsensusPublicKey key) {
        if (key.type() != KeyType.ED25519) {
            throw new IllegalArgumentException("cannot verify signatures of a " + key.type() + " key");
        }
        this.point = Ed25519.validatePublicKeyFullExport(key.bytes().toByteArray(), 0);
    }

    /** Whether the signature is one of exactly these bytes under the key. */
    public boolean verifies(ByteString bytes, ByteString signature) {
        if (point == null || signature.size() != Ed25519.SIGNATURE_SIZE) {
            return false;
        }
        byte[] message = bytes.toByteArray();
        return Ed25519.verify(signature.toByteArray(), 0, point, message, 0, message.length);
    }
}
