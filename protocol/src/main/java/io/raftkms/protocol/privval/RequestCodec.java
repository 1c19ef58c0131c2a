package io.raftkms.protocol.privval;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest.Ping;
import io.raftkms.protocol.privval.PrivvalRequest.PubKey;
import io.raftkms.protocol.privval.PrivvalRequest.RawBytes;
import io.raftkms.protocol.privval.PrivvalRequest.SignProposal;
import io.raftkms.protocol.privval.PrivvalRequest.SignVote;
import io.raftkms.protocol.privval.wire.PrivvalWire;
import io.raftkms.protocol.signbytes.GoTime;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;

/** Requests of validator nodes, of all dialects at once. Bodies come without the length in front. */
public final class RequestCodec {
    private RequestCodec() {}

    /**
     * Unknown fields are ignored; absent ones read as Go reads them. Nothing is checked beyond that, see
     * {@link RequestLimits}.
     *
     * @throws UndecodableMessageException if the body is no request
     */
    public static PrivvalRequest decode(byte[] body) throws UndecodableMessageException {
        PrivvalWire.Message envelope = Envelope.read(body);
        return switch (envelope.getSumCase()) {
            case PUB_KEY_REQUEST -> new PubKey(envelope.getPubKeyRequest().getChainId());
            case SIGN_VOTE_REQUEST -> signVote(envelope.getSignVoteRequest());
            case SIGN_PROPOSAL_REQUEST -> signProposal(envelope.getSignProposalRequest());
            case PING_REQUEST -> new Ping();
            case RAW_BYTES_REQUEST -> new RawBytes(envelope.getRawBytesRequest());
            default -> throw Envelope.wrongDirection(envelope, "request");
        };
    }

    /**
     * Writes a request as a Go node does, block id and timestamp always present, except that a vote names no validator.
     *
     * @throws IllegalArgumentException if a timestamp is outside of the years 1 to 9999
     */
    public static byte[] encode(PrivvalRequest request) {
        return encode(request, ByteString.EMPTY);
    }

    /**
     * Writes a request as a Go node does, block id and timestamp always present.
     *
     * @param validatorAddress whom a vote names; 20 bytes on the wire of every real node, although only other signers look
     * @throws IllegalArgumentException if a timestamp is outside of the years 1 to 9999
     */
    public static byte[] encode(PrivvalRequest request, ByteString validatorAddress) {
        PrivvalWire.Message.Builder envelope = PrivvalWire.Message.newBuilder();
        if (request instanceof PubKey pubKey) {
            envelope.getPubKeyRequestBuilder().setChainId(pubKey.chainId());
        } else if (request instanceof SignVote sign) {
            envelope.getSignVoteRequestBuilder()
                    .setVote(toWire(sign.vote(), validatorAddress))
                    .setChainId(sign.chainId())
                    .setSkipExtensionSigning(sign.skipExtensionSigning());
        } else if (request instanceof SignProposal sign) {
            envelope.getSignProposalRequestBuilder()
                    .setProposal(toWire(sign.proposal()))
                    .setChainId(sign.chainId());
        } else if (request instanceof RawBytes raw) {
            envelope.setRawBytesRequest(raw.body());
        } else {
            envelope.setPingRequest(PrivvalWire.PingRequest.getDefaultInstance());
        }
        return envelope.build().toByteArray();
    }

    private static SignVote signVote(PrivvalWire.SignVoteRequest wire) throws UndecodableMessageException {
        PrivvalWire.Vote vote = wire.getVote();
        return new SignVote(
                wire.getChainId(),
                new Vote(
                        vote.getType(),
                        vote.getHeight(),
                        vote.getRound(),
                        WireFields.fromWire(vote.getBlockId()),
                        WireFields.timestamp(vote.hasTimestamp(), vote.getTimestamp()),
                        vote.getExtension()),
                wire.getSkipExtensionSigning());
    }

    private static SignProposal signProposal(PrivvalWire.SignProposalRequest wire) throws UndecodableMessageException {
        PrivvalWire.Proposal proposal = wire.getProposal();
        return new SignProposal(
                wire.getChainId(),
                new Proposal(
                        proposal.getHeight(),
                        proposal.getRound(),
                        proposal.getPolRound(),
                        WireFields.fromWire(proposal.getBlockId()),
                        WireFields.timestamp(proposal.hasTimestamp(), proposal.getTimestamp())));
    }

    private static PrivvalWire.Vote toWire(Vote vote, ByteString validatorAddress) {
        return PrivvalWire.Vote.newBuilder()
                .setType(vote.messageType())
                .setHeight(vote.height())
                .setRound(vote.round())
                .setBlockId(WireFields.toWire(vote.blockId()))
                .setTimestamp(GoTime.toWire(vote.timestamp()))
                .setValidatorAddress(validatorAddress)
                .setExtension(vote.extension())
                .build();
    }

    private static PrivvalWire.Proposal toWire(Proposal proposal) {
        return PrivvalWire.Proposal.newBuilder()
                .setType(Step.PROPOSAL.messageType())
                .setHeight(proposal.height())
                .setRound(proposal.round())
                .setPolRound(proposal.polRound())
                .setBlockId(WireFields.toWire(proposal.blockId()))
                .setTimestamp(GoTime.toWire(proposal.timestamp()))
                .build();
    }
}
