package io.raftkms.protocol.secretconnection;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.InvalidProtocolBufferException;
import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;

/** The first message of each end, the only one in the clear: its ephemeral public key as a protobuf BytesValue. */
final class EphemeralMessage {
    private EphemeralMessage() {}

    /** The 34 bytes of the message, without its length. */
    static byte[] encode(byte[] publicKey) {
        return BytesValue.of(ByteString.copyFrom(publicKey)).toByteArray();
    }

    /**
     * The key in a received message. CometBFT copies a key of any length into 32 bytes; here it must have them.
     */
    static byte[] decode(byte[] body) throws SecretConnectionException {
        ByteString publicKey;
        try {
            publicKey = BytesValue.parseFrom(body).getValue();
        } catch (InvalidProtocolBufferException e) {
            throw new SecretConnectionException(Reason.MALFORMED_MESSAGE, "ephemeral message is not protobuf", e);
        }
        if (publicKey.size() != EphemeralKey.KEY_BYTES) {
            throw new SecretConnectionException(
                    Reason.EPHEMERAL_KEY_LENGTH,
                    "ephemeral key of the peer has " + publicKey.size() + " bytes, not " + EphemeralKey.KEY_BYTES);
        }
        return publicKey.toByteArray();
    }
}
