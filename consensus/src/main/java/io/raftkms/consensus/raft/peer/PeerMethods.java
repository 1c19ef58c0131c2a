package io.raftkms.consensus.raft.peer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;

/**
 * The calls that members answer on their peer ports. What travels is the signer's own messages as bytes: the transport
 * neither reads nor revives anything.
 */
final class PeerMethods {
    /** Largest request of a validator node, with a vote extension: 1 MiB and the vote around it. */
    private static final int MAX_REQUEST_BYTES = 1_056_218;

    /** What the signer's own message may add to the request that it carries. */
    private static final int ENVELOPE_BYTES = 64 * 1024;

    /** Longest message on the peer port in either direction; a longer one fails its call. */
    static final int MAX_MESSAGE_BYTES = MAX_REQUEST_BYTES + ENVELOPE_BYTES;

    static final String SERVICE = "raftkms.Peer";
    static final MethodDescriptor<byte[], byte[]> SIGN = method("Sign");
    static final MethodDescriptor<byte[], byte[]> STATUS = method("Status");
    /** Answered to every member of the cluster, in the group or not: whoever is not has to hear it. */
    static final MethodDescriptor<byte[], byte[]> HELLO = method("Hello");

    private PeerMethods() {}

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(Bytes.INSTANCE)
                .setResponseMarshaller(Bytes.INSTANCE)
                .build();
    }

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        INSTANCE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
