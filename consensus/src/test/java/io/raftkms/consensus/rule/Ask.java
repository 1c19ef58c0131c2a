package io.raftkms.consensus.rule;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.time.Instant;
import java.util.Arrays;

/**
 * What a validator node asks for, by its contents: short to write in tests, and what the naive model decides on.
 *
 * @param block {@code '-'} for nil, else a letter
 * @param polRound only told apart for proposals
 * @param second of the timestamp
 */
public record Ask(Step step, long height, int round, char block, int polRound, int second) {
    public static final char NIL = '-';

    public static Ask proposal(long height, int round, char block) {
        return new Ask(Step.PROPOSAL, height, round, block, -1, 0);
    }

    public static Ask prevote(long height, int round, char block) {
        return new Ask(Step.PREVOTE, height, round, block, -1, 0);
    }

    public static Ask precommit(long height, int round, char block) {
        return new Ask(Step.PRECOMMIT, height, round, block, -1, 0);
    }

    public Ask at(int otherSecond) {
        return new Ask(step, height, round, block, polRound, otherSecond);
    }

    public Ask withPolRound(int other) {
        return new Ask(step, height, round, block, other, second);
    }

    public Ask higherBy(long heights) {
        return new Ask(step, height + heights, round, block, polRound, second);
    }

    public HeightRoundStep position() {
        return new HeightRoundStep(height, round, step);
    }

    /** The request on a chain, with true sign bytes. */
    public Reservation on(String chainId) {
        return new Reservation(position(), signBytes(chainId));
    }

    public ByteString signBytes(String chainId) {
        Instant time = Instant.ofEpochSecond(1_700_000_000L + second);
        if (step == Step.PROPOSAL) {
            return SignBytes.proposal(chainId, new Proposal(height, round, polRound, blockId(), time));
        }
        return SignBytes.vote(chainId, new Vote(step.messageType(), height, round, blockId(), time, ByteString.EMPTY));
    }

    private BlockId blockId() {
        if (block == NIL) {
            return BlockId.NIL;
        }
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) block);
        return new BlockId(ByteString.copyFrom(hash), 1, ByteString.copyFrom(hash));
    }
}
