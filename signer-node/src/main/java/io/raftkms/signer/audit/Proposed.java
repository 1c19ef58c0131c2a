package io.raftkms.signer.audit;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.protocol.signbytes.CanonicalProposal;
import io.raftkms.protocol.signbytes.CanonicalVote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the sign bytes of a vote or proposal say, besides chain and position.
 *
 * @param polRound of a proposal; a vote has none
 */
record Proposed(BlockId block, Instant time, OptionalLong polRound) {
    /** Empty for anything else than a vote or a proposal. */
    static Optional<Proposed> of(ByteString signBytes) {
        Optional<CanonicalMessage> message = CanonicalMessage.parse(signBytes);
        if (message.isPresent() && message.get() instanceof CanonicalVote vote) {
            return Optional.of(new Proposed(vote.blockId(), vote.timestamp(), OptionalLong.empty()));
        }
        return message.filter(CanonicalProposal.class::isInstance)
                .map(CanonicalProposal.class::cast)
                .map(said -> new Proposed(said.blockId(), said.timestamp(), OptionalLong.of(said.polRound())));
    }

    /** What tells it from the other, each with both values, this one's first; empty if they are the same. */
    List<String> differences(Proposed other) {
        List<String> found = new ArrayList<>();
        if (!block.hash().equals(other.block.hash())) {
            found.add("block " + AuditFields.block(block) + " / " + AuditFields.block(other.block));
        } else if (!block.equals(other.block)) {
            found.add("parts of the same block");
        }
        if (!polRound.equals(other.polRound)) {
            found.add("POL round " + text(polRound) + " / " + text(other.polRound));
        }
        if (!time.equals(other.time)) {
            found.add("time " + time + " / " + other.time);
        }
        return found;
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "none";
    }
}
