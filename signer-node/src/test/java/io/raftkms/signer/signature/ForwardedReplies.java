package io.raftkms.signer.signature;

import com.google.protobuf.ByteString;
import io.raftkms.signer.signature.ForwardCodec.ForwardFormatException;

/** Reads what members answer to each other, for tests that catch it on the way. */
public final class ForwardedReplies {
    private ForwardedReplies() {}

    /** The signature in a reply that has one. */
    public static ByteString signature(byte[] reply) {
        try {
            return ((LeaderReply.Signed) ForwardCodec.decodeReply(reply)).signature();
        } catch (ForwardFormatException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether a reply has a signature. */
    public static boolean isSigned(byte[] reply) {
        try {
            return ForwardCodec.decodeReply(reply) instanceof LeaderReply.Signed;
        } catch (ForwardFormatException e) {
            throw new AssertionError(e);
        }
    }
}
