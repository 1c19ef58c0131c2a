package io.raftkms.chaos.validators;

import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.Position;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.Timestamp;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What nodes of one chain ask for: they agree on blocks, and each has its own clock. */
public final class Requests {
    private static final long NANOS = 1_000_000_000L;
    private static final int PART_COUNT = 7;

    private final String chainId;

    public Requests(String chainId) {
        this.chainId = chainId;
    }

    /**
     * What the chain agreed on.
     *
     * @param variant 0; others are other blocks for the same place
     */
    public Block block(long height, long round, int variant) {
        return new Block(hash("block", height, round, variant), PART_COUNT, hash("parts", height, round, variant));
    }

    /**
     * A request for a block.
     *
     * @param nanos the node's time, since the Unix epoch
     */
    public PrivvalMessage.Asked at(Position at, Block block, long nanos) {
        Timestamp time = new Timestamp(Math.floorDiv(nanos, NANOS), (int) Math.floorMod(nanos, NANOS));
        if (at.step() == Position.PROPOSAL) {
            return new PrivvalMessage.Asked(
                    Kind.PROPOSAL,
                    new Canonical.Proposal(at.height(), at.round(), -1, block, time, chainId),
                    Optional.empty());
        }
        boolean extended = at.step() == Position.PRECOMMIT && !block.isNil();
        return new PrivvalMessage.Asked(
                Kind.VOTE,
                new Canonical.Vote(at.step() - 1, at.height(), at.round(), block, time, chainId),
                extended
                        ? Optional.of(new Canonical.Extension(
                                hash("extension", at.height(), at.round(), 0), at.height(), at.round(), chainId))
                        : Optional.empty());
    }

    private String hash(String what, long height, long round, int variant) {
        try {
            byte[] text = (chainId + "/" + what + "/" + height + "/" + round + "/" + variant)
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
