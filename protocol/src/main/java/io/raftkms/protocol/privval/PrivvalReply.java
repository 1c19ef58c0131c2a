package io.raftkms.protocol.privval;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.time.Instant;
import java.util.Optional;

/** What a signer answers, as far as a validator node looks at it. */
public sealed interface PrivvalReply {
    /** Which request an {@link Error} answers. */
    enum Answered {
        PUB_KEY,
        VOTE,
        PROPOSAL,
        RAW_BYTES
    }

    record Pong() implements PrivvalReply {}

    /**
     * @param original field 1, up to v0.40; empty if absent, of a type raftkms cannot name, or of a wrong length
     * @param namedBytes field 3, v1; empty if absent
     * @param namedType field 4, v1; empty if absent
     */
    record PubKey(Optional<ConsensusPublicKey> original, ByteString namedBytes, String namedType)
            implements PrivvalReply {
        /** The key that a node of the dialect finds; empty is its "unsupported key". */
        public Optional<ConsensusPublicKey> readBy(Dialect dialect) {
            return dialect.readsKeyByName() ? named() : original;
        }

        private Optional<ConsensusPublicKey> named() {
            for (KeyType type : KeyType.values()) {
                if (type.wireName().equals(namedType)) {
                    return ReplyCodec.key(type, namedBytes);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * @param timestamp the time that the signature covers; absent on the wire it is year 1 and spoils the signature
     * @param extensionSignature empty if absent
     */
    record SignedVote(ByteString signature, Instant timestamp, Optional<ByteString> extensionSignature)
            implements PrivvalReply {
        /** What a node of the dialect takes: v0.34 knows no extension signature. */
        public SignedVote readBy(Dialect dialect) {
            return dialect.readsExtensionSignatures() ? this : new SignedVote(signature, timestamp, Optional.empty());
        }
    }

    /**
     * @param timestamp ignored by every node, which keeps its own
     */
    record SignedProposal(ByteString signature, Instant timestamp) implements PrivvalReply {}

    record RawBytes(ByteString signature) implements PrivvalReply {}

    /** RemoteSignerError: a refusal, which the node does not retry. */
    record Error(Answered answered, int code, String description) implements PrivvalReply {}
}
