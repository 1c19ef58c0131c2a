package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** A throw-away Ed25519 key of the vectors. */
public record TestKey(ByteString seed) {
    public ByteString sign(ByteString message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, new Ed25519PrivateKeyParameters(seed.toByteArray(), 0));
        signer.update(message.toByteArray(), 0, message.size());
        return ByteString.copyFrom(signer.generateSignature());
    }
}
