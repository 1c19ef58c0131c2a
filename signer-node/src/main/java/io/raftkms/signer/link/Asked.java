package io.raftkms.signer.link;

import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** What a signing request is about, for log lines, descriptions and status; never fails on malformed ones. */
final class Asked {
    /** tmkms shows as many digits of a block hash. */
    private static final int BLOCK_PREFIX_BYTES = 5;

    private Asked() {}

    /** The position, where the request has a possible one. */
    static Optional<HeightRoundStep> position(PrivvalRequest request) {
        if (request instanceof PrivvalRequest.SignVote vote) {
            return position(
                    vote.vote().height(), vote.vote().round(), step(vote.vote().messageType()));
        }
        if (request instanceof PrivvalRequest.SignProposal proposal) {
            return position(proposal.proposal().height(), proposal.proposal().round(), Step.PROPOSAL);
        }
        return Optional.empty();
    }

    /** As {@code precommit:1F2E3D4C5B at h/r/s 12/0/3}. */
    static String describe(PrivvalRequest request) {
        if (request instanceof PrivvalRequest.SignVote asked) {
            Step step = step(asked.vote().messageType());
            String kind = step == Step.NONE ? "vote of type " + asked.vote().messageType() : step.toString();
            return describe(
                    kind,
                    asked.vote().blockId(),
                    asked.vote().height(),
                    asked.vote().round(),
                    step);
        }
        if (request instanceof PrivvalRequest.SignProposal asked) {
            return describe(
                    Step.PROPOSAL.toString(),
                    asked.proposal().blockId(),
                    asked.proposal().height(),
                    asked.proposal().round(),
                    Step.PROPOSAL);
        }
        return request.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String describe(String kind, BlockId block, long height, int round, Step step) {
        return kind + ":" + prefix(block) + " at h/r/s " + height + "/" + round + "/" + step.number();
    }

    private static String prefix(BlockId block) {
        if (block.hash().isEmpty()) {
            return "nil";
        }
        byte[] start = block.hash()
                .substring(0, Math.min(BLOCK_PREFIX_BYTES, block.hash().size()))
                .toByteArray();
        return HexFormat.of().withUpperCase().formatHex(start);
    }

    private static Optional<HeightRoundStep> position(long height, int round, Step step) {
        boolean possible = height >= 0 && round >= 0 && step != Step.NONE;
        return possible ? Optional.of(new HeightRoundStep(height, round, step)) : Optional.empty();
    }

    private static Step step(int messageType) {
        if (messageType == Step.PREVOTE.messageType()) {
            return Step.PREVOTE;
        }
        return messageType == Step.PRECOMMIT.messageType() ? Step.PRECOMMIT : Step.NONE;
    }
}
