package io.raftkms.protocol.privval;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.privval.PrivvalReply.Answered;
import io.raftkms.protocol.privval.wire.PrivvalWire;
import io.raftkms.protocol.signbytes.GoTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Replies that every dialect reads: a public key in the old and the v1 form at once, votes and proposals with nothing
 * but the fields that nodes use. Echoing a vote with a large extension would exceed the 10,240 bytes that nodes before
 * v0.40 accept. Bodies come without the length in front.
 */
public final class ReplyCodec {
    /** Keeps an error far below what nodes accept, whatever its text quotes. */
    static final int MAX_DESCRIPTION_CHARS = 1_000;

    /** CometBFT's own signer sends 0 always; nodes only log it. */
    private static final int UNKNOWN_ERROR = 0;

    private ReplyCodec() {}

    public static byte[] pong() {
        return PrivvalWire.Message.newBuilder()
                .setPingResponse(PrivvalWire.PingResponse.getDefaultInstance())
                .build()
                .toByteArray();
    }

    public static byte[] pubKey(ConsensusPublicKey key) {
        PrivvalWire.PublicKey.Builder original = PrivvalWire.PublicKey.newBuilder();
        switch (key.type()) {
            case ED25519 -> original.setEd25519(key.bytes());
            case SECP256K1 -> original.setSecp256K1(key.bytes());
        }
        PrivvalWire.Message.Builder envelope = PrivvalWire.Message.newBuilder();
        envelope.getPubKeyResponseBuilder()
                .setPubKey(original)
                .setPubKeyBytes(key.bytes())
                .setPubKeyType(key.type().wireName());
        return envelope.build().toByteArray();
    }

    public static byte[] pubKeyError(String description) {
        PrivvalWire.Message.Builder envelope = PrivvalWire.Message.newBuilder();
        envelope.getPubKeyResponseBuilder().setError(error(UNKNOWN_ERROR, description));
        return envelope.build().toByteArray();
    }

    /**
     * @param timestamp the time inside of the signed bytes, not the request's
     * @param extensionSignature present exactly for a precommit for a block whose extension was signed
     */
    public static byte[] vote(ByteString signature, Instant timestamp, Optional<ByteString> extensionSignature) {
        PrivvalWire.Vote.Builder vote = PrivvalWire.Vote.newBuilder()
                .setTimestamp(GoTime.toWire(timestamp))
                .setSignature(signature);
        extensionSignature.ifPresent(vote::setExtensionSignature);
        PrivvalWire.Message.Builder envelope = PrivvalWire.Message.newBuilder();
        envelope.getSignedVoteResponseBuilder().setVote(vote);
        return envelope.build().toByteArray();
    }

    public static byte[] voteError(int code, String description) {
        PrivvalWire.Message.Builder envelope = PrivvalWire.Message.newBuilder();
        envelope.getSignedVoteResponseBuilder().setError(error(code, description));
        return envelope.build().toByteArray();
    }

    /**
     * @param timestamp the time inside of the signed bytes
     */
    public static byte[] proposal(ByteString signature, Instant timestamp) {
        PrivvalWire.Message.Builder envelope = PrivvalWire.Message.newBuilder();
        envelope.getSignedProposalResponseBuilder()
                .getProposalBuilder()
                .setTimestamp(GoTime.toWire(timestamp))
                .setSignature(signature);
        return envelope.build().toByteArray();
    }

    public static byte[] proposalError(int code, String description) {
        PrivvalWire.Message.Builder envelope = PrivvalWire.Message.newBuilder();
        envelope.getSignedProposalResponseBuilder().setError(error(code, description));
        return envelope.build().toByteArray();
    }

    /** The answer to tag 9 where a chain's configuration allows it; the same in all of its layouts. */
    public static byte[] rawBytes(ByteString signature) {
        PrivvalWire.Message.Builder envelope = PrivvalWire.Message.newBuilder();
        envelope.getRawBytesResponseBuilder().setSignature(signature);
        return envelope.build().toByteArray();
    }

    /** The refusal of tag 9 in any of its layouts: tag 10 has the error in field 2 in all of them. */
    public static byte[] rawBytesError(int code, String description) {
        PrivvalWire.Message.Builder envelope = PrivvalWire.Message.newBuilder();
        envelope.getRawBytesResponseBuilder().setError(error(code, description));
        return envelope.build().toByteArray();
    }

    /**
     * What a node finds in a reply, slim or full. An error counts before anything else in the message.
     *
     * @throws UndecodableMessageException if the body is no reply
     */
    public static PrivvalReply decode(byte[] body) throws UndecodableMessageException {
        PrivvalWire.Message envelope = Envelope.read(body);
        return switch (envelope.getSumCase()) {
            case PING_RESPONSE -> new PrivvalReply.Pong();
            case PUB_KEY_RESPONSE -> pubKey(envelope.getPubKeyResponse());
            case SIGNED_VOTE_RESPONSE -> vote(envelope.getSignedVoteResponse());
            case SIGNED_PROPOSAL_RESPONSE -> proposal(envelope.getSignedProposalResponse());
            case RAW_BYTES_RESPONSE -> rawBytes(envelope.getRawBytesResponse());
            default -> throw Envelope.wrongDirection(envelope, "reply");
        };
    }

    /** Empty if the bytes have not the length of the type's keys. */
    static Optional<ConsensusPublicKey> key(KeyType type, ByteString bytes) {
        return bytes.size() == type.publicKeyBytes()
                ? Optional.of(new ConsensusPublicKey(type, bytes))
                : Optional.empty();
    }

    private static PrivvalReply pubKey(PrivvalWire.PubKeyResponse wire) {
        if (wire.hasError()) {
            return error(Answered.PUB_KEY, wire.getError());
        }
        PrivvalWire.PublicKey original = wire.getPubKey();
        Optional<ConsensusPublicKey> key = switch (original.getSumCase()) {
            case ED25519 -> key(KeyType.ED25519, original.getEd25519());
            case SECP256K1 -> key(KeyType.SECP256K1, original.getSecp256K1());
            case SUM_NOT_SET -> Optional.empty();
        };
        return new PrivvalReply.PubKey(key, wire.getPubKeyBytes(), wire.getPubKeyType());
    }

    private static PrivvalReply vote(PrivvalWire.SignedVoteResponse wire) throws UndecodableMessageException {
        PrivvalWire.Vote vote = wire.getVote();
        Instant timestamp = WireFields.timestamp(vote.hasTimestamp(), vote.getTimestamp());
        if (wire.hasError()) {
            return error(Answered.VOTE, wire.getError());
        }
        return new PrivvalReply.SignedVote(
                vote.getSignature(),
                timestamp,
                Optional.of(vote.getExtensionSignature()).filter(signature -> !signature.isEmpty()));
    }

    private static PrivvalReply proposal(PrivvalWire.SignedProposalResponse wire) throws UndecodableMessageException {
        PrivvalWire.Proposal proposal = wire.getProposal();
        Instant timestamp = WireFields.timestamp(proposal.hasTimestamp(), proposal.getTimestamp());
        if (wire.hasError()) {
            return error(Answered.PROPOSAL, wire.getError());
        }
        return new PrivvalReply.SignedProposal(proposal.getSignature(), timestamp);
    }

    private static PrivvalReply rawBytes(PrivvalWire.RawBytesResponse wire) {
        return wire.hasError()
                ? error(Answered.RAW_BYTES, wire.getError())
                : new PrivvalReply.RawBytes(wire.getSignature());
    }

    private static PrivvalReply.Error error(Answered answered, PrivvalWire.Error wire) {
        return new PrivvalReply.Error(answered, wire.getCode(), wire.getDescription());
    }

    private static PrivvalWire.Error error(int code, String description) {
        return PrivvalWire.Error.newBuilder()
                .setCode(code)
                .setDescription(PrintableText.truncate(description, MAX_DESCRIPTION_CHARS))
                .build();
    }
}
