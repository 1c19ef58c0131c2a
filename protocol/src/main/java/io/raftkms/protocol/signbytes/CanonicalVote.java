package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.wire.CanonicalWire;
import java.time.Instant;
import java.util.Optional;

/**
 * A vote as it is signed: without validator, extension and signatures.
 *
 * @param messageType {@code SignedMsgType}: 1 prevote, 2 precommit
 * @param blockId the block, or {@link BlockId#NIL}
 * @param timestamp from year 1 to year 9999, in nanoseconds
 */
public record CanonicalVote(
        int messageType, long height, long round, BlockId blockId, Instant timestamp, String chainId)
        implements CanonicalMessage {
    /**
     * @throws IllegalArgumentException if the timestamp cannot be encoded
     */
    public CanonicalVote {
        GoTime.requireEncodable(timestamp);
    }

    static CanonicalVote of(String chainId, Vote vote) {
        return new CanonicalVote(
                vote.messageType(), vote.height(), vote.round(), vote.blockId(), vote.timestamp(), chainId);
    }

    /** True if nothing but the timestamp differs; also if nothing differs at all. */
    public boolean equalsApartFromTimestamp(CanonicalVote other) {
        return withTimestamp(other.timestamp).equals(other);
    }

    /** The same vote at another time. */
    public CanonicalVote withTimestamp(Instant other) {
        return new CanonicalVote(messageType, height, round, blockId, other, chainId);
    }

    @Override
    public ByteString signBytes() {
        CanonicalWire.Vote.Builder wire = CanonicalWire.Vote.newBuilder()
                .setType(messageType)
                .setHeight(height)
                .setRound(round)
                .setTimestamp(GoTime.toWire(timestamp))
                .setChainId(chainId);
        if (!blockId.isNil()) {
            wire.setBlockId(CanonicalBlockIds.toWire(blockId));
        }
        return LengthPrefix.add(wire.build());
    }

    @Override
    public Optional<HeightRoundStep> at() {
        if (messageType == Step.PREVOTE.messageType()) {
            return Positions.of(height, round, Step.PREVOTE);
        }
        if (messageType == Step.PRECOMMIT.messageType()) {
            return Positions.of(height, round, Step.PRECOMMIT);
        }
        return Optional.empty();
    }
}
