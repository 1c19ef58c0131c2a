package io.raftkms.signer.signature;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.Ed25519Verifier;
import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.protocol.signbytes.CanonicalProposal;
import io.raftkms.protocol.signbytes.CanonicalVote;
import io.raftkms.protocol.signbytes.GoTime;
import io.raftkms.signer.signature.LeaderReply.NotNow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last gate for signatures that the leader made: lets through only what a validator node will accept for this very
 * request. The leader verified what it signed, but not what this member asked for, nor what arrived here.
 */
final class ForwardedSignatures {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardedSignatures.class);

    /** As many as this member has keys. */
    private final Map<ConsensusPublicKey, Ed25519Verifier> verifiers = new ConcurrentHashMap<>();

    /** The reply itself, or that there is none if a signature in it is not one of what was asked. */
    LeaderReply verified(SigningRequest asked, LeaderReply reply) {
        if (reply instanceof LeaderReply.Signed signed && !fits(asked, signed)) {
            LOG.error(
                    "ALARM: the leader's signature for {} on chain {} is not one of what was asked; not released",
                    asked.reservation().at(),
                    asked.key().chainId());
            return new NotNow("the leader's signature does not fit the request");
        }
        return reply;
    }

    private boolean fits(SigningRequest asked, LeaderReply.Signed signed) {
        Optional<ByteString> bytes = signedBytes(asked, signed.timestamp());
        Ed25519Verifier verifier = verifiers.computeIfAbsent(asked.key().publicKey(), Ed25519Verifier::new);
        return bytes.isPresent()
                && verifier.verifies(bytes.get(), signed.signature())
                && extensionFits(verifier, asked.extensionBytes(), signed.extensionSignature());
    }

    /** A vote may come back with the time that was reserved before; a proposal only as it was asked. */
    private static Optional<ByteString> signedBytes(SigningRequest asked, Instant timestamp) {
        ByteString bytes = asked.reservation().signBytes();
        CanonicalMessage message = CanonicalMessage.parse(bytes).orElseThrow();
        if (message instanceof CanonicalVote vote) {
            return GoTime.isEncodable(timestamp)
                    ? Optional.of(vote.withTimestamp(timestamp).signBytes())
                    : Optional.empty();
        }
        return ((CanonicalProposal) message).timestamp().equals(timestamp) ? Optional.of(bytes) : Optional.empty();
    }

    private static boolean extensionFits(
            Ed25519Verifier verifier, Optional<ByteString> asked, Optional<ByteString> signature) {
        return asked.isPresent() == signature.isPresent()
                && (asked.isEmpty() || verifier.verifies(asked.get(), signature.get()));
    }
}
