package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.time.Instant;
import java.util.Optional;

/**
 * What a request asks to be signed.
 *
 * @param kind vote or proposal
 * @param at its position
 * @param extension sign bytes of the vote extension: present exactly for a precommit for a block, unless skipped
 */
record AskedBytes(
        PrivvalRequest request,
        Observation.Kind kind,
        String chainId,
        HeightRoundStep at,
        Optional<ByteString> extension) {

    static AskedBytes of(PrivvalRequest request) {
        if (request instanceof PrivvalRequest.SignVote asked) {
            return ofVote(asked);
        }
        if (request instanceof PrivvalRequest.SignProposal asked) {
            return new AskedBytes(
                    request,
                    Observation.Kind.PROPOSAL,
                    asked.chainId(),
                    position(asked.proposal().height(), asked.proposal().round(), Step.PROPOSAL),
                    Optional.empty());
        }
        throw new IllegalArgumentException("no signing request: " + request);
    }

    private static AskedBytes ofVote(PrivvalRequest.SignVote asked) {
        Vote vote = asked.vote();
        boolean precommit = vote.messageType() == Step.PRECOMMIT.messageType();
        boolean extended = precommit && !vote.blockId().isNil() && !asked.skipExtensionSigning();
        return new AskedBytes(
                asked,
                Observation.Kind.VOTE,
                asked.chainId(),
                position(vote.height(), vote.round(), precommit ? Step.PRECOMMIT : Step.PREVOTE),
                extended
                        ? Optional.of(
                                SignBytes.extension(asked.chainId(), vote.height(), vote.round(), vote.extension()))
                        : Optional.empty());
    }

    /** As asked. */
    ByteString signBytes() {
        return request instanceof PrivvalRequest.SignVote asked
                ? SignBytes.vote(chainId, asked.vote())
                : SignBytes.proposal(chainId, ((PrivvalRequest.SignProposal) request).proposal());
    }

    /** As signed when this timestamp comes back: a node takes it for votes and keeps its own for proposals. */
    ByteString signBytes(Instant returned) {
        if (!(request instanceof PrivvalRequest.SignVote asked)) {
            return signBytes();
        }
        Vote vote = asked.vote();
        return SignBytes.vote(
                chainId,
                new Vote(vote.messageType(), vote.height(), vote.round(), vote.blockId(), returned, vote.extension()));
    }

    /** Malformed requests are sent too, to see them refused; their positions are shown as near as they can be. */
    private static HeightRoundStep position(long height, int round, Step step) {
        return new HeightRoundStep(Math.max(0, height), Math.max(0, round), step);
    }
}
