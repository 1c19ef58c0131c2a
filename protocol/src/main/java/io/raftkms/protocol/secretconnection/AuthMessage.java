package io.raftkms.protocol.secretconnection;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The second message of each end, inside frames: its identity key and the signature by which it proves to hold it.
 *
 * <p>On the wire {@code AuthSigMessage}: 1 {@code pub_key}, in it the oneof of key types whose 1 is Ed25519; 2
 * {@code sig}. Read by hand, because two fields do not need generated classes; unknown fields are ignored, of repeated
 * ones the last counts, as in every protobuf decoder.
 */
final class AuthMessage {
    private static final int PUBLIC_KEY_FIELD = 1;
    private static final int SIGNATURE_FIELD = 2;
    private static final int ED25519_FIELD = 1;
    private static final byte[] ABSENT = {};

    private final byte[] publicKey;
    private final byte[] signature;

    private AuthMessage(byte[] publicKey, byte[] signature) {
        this.publicKey = publicKey;
        this.signature = signature;
    }

    /** Signs the challenge; the 102 bytes of the message, without its length. */
    static byte[] encode(IdentityKey identity, byte[] challenge) {
        byte[] publicKey = identity.publicKey();
        byte[] signature = identity.sign(challenge);
        int keyMessageBytes = CodedOutputStream.computeByteArraySize(ED25519_FIELD, publicKey);
        byte[] body = new byte
                [CodedOutputStream.computeTagSize(PUBLIC_KEY_FIELD)
                        + CodedOutputStream.computeUInt32SizeNoTag(keyMessageBytes)
                        + keyMessageBytes
                        + CodedOutputStream.computeByteArraySize(SIGNATURE_FIELD, signature)];
        CodedOutputStream out = CodedOutputStream.newInstance(body);
        try {
            out.writeTag(PUBLIC_KEY_FIELD, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(keyMessageBytes);
            out.writeByteArray(ED25519_FIELD, publicKey);
            out.writeByteArray(SIGNATURE_FIELD, signature);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("array of the right size", e);
        }
        return body;
    }

    /** Reads a received message; nothing in it is checked yet but its form. */
    static AuthMessage decode(byte[] body) throws SecretConnectionException {
        byte[] publicKey = ABSENT;
        byte[] signature = ABSENT;
        CodedInputStream in = CodedInputStream.newInstance(body);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == delimited(PUBLIC_KEY_FIELD)) {
                    publicKey = ed25519Key(in.readByteArray(), publicKey);
                } else if (tag == delimited(SIGNATURE_FIELD)) {
                    signature = in.readByteArray();
                } else {
                    skip(in, tag);
                }
            }
        } catch (IOException e) {
            throw new SecretConnectionException(Reason.MALFORMED_MESSAGE, "auth message is not protobuf", e);
        }
        return new AuthMessage(publicKey, signature);
    }

    /**
     * The peer's identity key, once it is an Ed25519 key and its signature verifies over the challenge.
     *
     * @return 32 bytes
     */
    byte[] verify(byte[] challenge) throws SecretConnectionException {
        if (publicKey.length != IdentityKey.PUBLIC_KEY_BYTES) {
            throw new SecretConnectionException(
                    Reason.IDENTITY_KEY_TYPE,
                    "identity key of the peer is not an Ed25519 key of " + IdentityKey.PUBLIC_KEY_BYTES + " bytes");
        }
        // All of this is public, so nothing is compared in constant time.
        if (signature.length != IdentityKey.SIGNATURE_BYTES
                || !Ed25519.verify(signature, 0, publicKey, 0, challenge, 0, challenge.length)) {
            throw new SecretConnectionException(
                    Reason.BAD_SIGNATURE, "signature of the peer does not verify over the challenge");
        }
        return publicKey;
    }

    /** The key of a oneof: any other member of it, when it comes later, takes its place. */
    private static byte[] ed25519Key(byte[] keyMessage, byte[] before) throws IOException {
        byte[] key = before;
        CodedInputStream in = CodedInputStream.newInstance(keyMessage);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == delimited(ED25519_FIELD)) {
                key = in.readByteArray();
            } else {
                key = ABSENT;
                skip(in, tag);
            }
        }
        return key;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("end of a group that never began");
        }
    }

    private static int delimited(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
