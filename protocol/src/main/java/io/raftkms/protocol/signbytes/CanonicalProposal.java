package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.wire.CanonicalWire;
import java.time.Instant;
import java.util.Optional;

/**
 * A proposal as it is signed. Its type is always 32, whatever the request said.
 *
 * @param polRound round of the proof of lock, -1 for none
 * @param blockId the block, or {@link BlockId#NIL}
 * @param timestamp from year 1 to year 9999, in nanoseconds
 */
public record CanonicalProposal(
        long height, long round, long polRound, BlockId blockId, Instant timestamp, String chainId)
        implements CanonicalMessage {
    /**
     * @throws IllegalArgumentException if the timestamp cannot be encoded
     */
    public CanonicalProposal {
        GoTime.requireEncodable(timestamp);
    }

    static CanonicalProposal of(String chainId, Proposal proposal) {
        return new CanonicalProposal(
                proposal.height(),
                proposal.round(),
                proposal.polRound(),
                proposal.blockId(),
                proposal.timestamp(),
                chainId);
    }

    @Override
    public ByteString signBytes() {
        CanonicalWire.Proposal.Builder wire = CanonicalWire.Proposal.newBuilder()
                .setType(Step.PROPOSAL.messageType())
                .setHeight(height)
                .setRound(round)
                .setPolRound(polRound)
                .setTimestamp(GoTime.toWire(timestamp))
                .setChainId(chainId);
        if (!blockId.isNil()) {
            wire.setBlockId(CanonicalBlockIds.toWire(blockId));
        }
        return LengthPrefix.add(wire.build());
    }

    @Override
    public Optional<HeightRoundStep> at() {
        return Positions.of(height, round, Step.PROPOSAL);
    }
}
