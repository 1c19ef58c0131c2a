package io.raftkms.signer.link;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.time.Instant;

/** Requests of tests. */
public final class Requests {
    public static final String CHAIN = "test-chain";
    public static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000000006Z");
    public static final BlockId BLOCK = new BlockId(hash(0xab), 1, hash(0xcd));

    private Requests() {}

    public static Vote prevote(long height) {
        return new Vote(Step.PREVOTE.messageType(), height, 0, BLOCK, TIME, ByteString.EMPTY);
    }

    public static Vote precommit(long height, ByteString extension) {
        return new Vote(Step.PRECOMMIT.messageType(), height, 0, BLOCK, TIME, extension);
    }

    public static Proposal proposal(long height) {
        return new Proposal(height, 0, -1, BLOCK, TIME);
    }

    public static PrivvalRequest.Sign request(Vote vote) {
        return new PrivvalRequest.SignVote(CHAIN, vote, false);
    }

    public static PrivvalRequest.Sign request(Proposal proposal) {
        return new PrivvalRequest.SignProposal(CHAIN, proposal);
    }

    private static ByteString hash(int value) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) value);
        return ByteString.copyFrom(bytes);
    }
}
