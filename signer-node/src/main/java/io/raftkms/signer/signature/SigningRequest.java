package io.raftkms.signer.signature;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.privval.PrivvalRequest.SignProposal;
import io.raftkms.protocol.privval.PrivvalRequest.SignVote;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.util.Optional;

/**
 * A vote or proposal request, turned into what is replicated and what is signed.
 *
 * @param key whose mark it is
 * @param validator the link it came over
 * @param request as asked
 * @param reservation position and canonical sign bytes
 * @param extensionBytes sign bytes of the vote extension: present exactly for a precommit for a block, unless the node
 *     skips them; never part of the log
 */
record SigningRequest(
        KeyId key,
        String validator,
        PrivvalRequest.Sign request,
        Reservation reservation,
        Optional<ByteString> extensionBytes) {

    /**
     * @param request one without a violation of {@code RequestLimits}
     * @throws IllegalArgumentException for one with
     */
    static SigningRequest of(KeyId key, String validator, PrivvalRequest.Sign request) {
        return request instanceof SignVote vote
                ? ofVote(key, validator, vote)
                : ofProposal(key, validator, (SignProposal) request);
    }

    private static SigningRequest ofVote(KeyId key, String validator, SignVote request) {
        Vote vote = request.vote();
        HeightRoundStep at = new HeightRoundStep(vote.height(), vote.round(), stepOf(vote));
        ByteString bytes = SignBytes.vote(key.chainId(), vote);
        boolean extended = at.step() == Step.PRECOMMIT && !vote.blockId().isNil() && !request.skipExtensionSigning();
        Optional<ByteString> extension = extended
                ? Optional.of(SignBytes.extension(key.chainId(), vote.height(), vote.round(), vote.extension()))
                : Optional.empty();
        return new SigningRequest(key, validator, request, new Reservation(at, bytes), extension);
    }

    private static SigningRequest ofProposal(KeyId key, String validator, SignProposal request) {
        Proposal proposal = request.proposal();
        HeightRoundStep at = new HeightRoundStep(proposal.height(), proposal.round(), Step.PROPOSAL);
        Reservation reservation = new Reservation(at, SignBytes.proposal(key.chainId(), proposal));
        return new SigningRequest(key, validator, request, reservation, Optional.empty());
    }

    private static Step stepOf(Vote vote) {
        if (vote.messageType() == Step.PREVOTE.messageType()) {
            return Step.PREVOTE;
        }
        if (vote.messageType() == Step.PRECOMMIT.messageType()) {
            return Step.PRECOMMIT;
        }
        throw new IllegalArgumentException("vote type " + vote.messageType());
    }
}
