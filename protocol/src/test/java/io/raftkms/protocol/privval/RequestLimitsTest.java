package io.raftkms.protocol.privval;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest.SignProposal;
import io.raftkms.protocol.privval.PrivvalRequest.SignVote;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Vote;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestLimitsTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final ByteString HASH = ByteString.copyFrom(new byte[32]);
    private static final ByteString NONE = ByteString.EMPTY;
    private static final ByteString SOME = ByteString.copyFromUtf8("abc");
    private static final BlockId BLOCK = new BlockId(HASH, 1, HASH);
    private static final String CHAIN = "chain-1";

    private static SignVote vote(int type, long height, int round, BlockId block, ByteString extension) {
        return new SignVote(CHAIN, new Vote(type, height, round, block, TIME, extension), false);
    }

    private static SignProposal proposal(long height, int round, int polRound, BlockId block) {
        return new SignProposal(CHAIN, new Proposal(height, round, polRound, block, TIME));
    }

    private static SignVote onChain(String chainId) {
        return new SignVote(chainId, vote(1, 1, 0, BLOCK, NONE).vote(), false);
    }

    static Stream<PrivvalRequest> allowed() {
        return Stream.of(
                new PrivvalRequest.Ping(),
                new PrivvalRequest.RawBytes(SOME),
                new PrivvalRequest.PubKey(CHAIN),
                onChain("x"),
                onChain("n".repeat(50)),
                onChain("\u94fe".repeat(50)),
                onChain("\ud83d\ude80".repeat(50)),
                vote(1, 1, 0, BLOCK, NONE),
                vote(1, 1, 0, BlockId.NIL, NONE),
                vote(2, Long.MAX_VALUE, Integer.MAX_VALUE, BLOCK, SOME),
                vote(2, 1, 0, BLOCK, NONE),
                vote(2, 1, 0, BlockId.NIL, NONE),
                proposal(1, 0, -1, BLOCK),
                proposal(1, 1, 0, BLOCK),
                proposal(1, 7, 6, new BlockId(HASH, 0xffff_ffffL, HASH)));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void allowsWhatAValidatorNodeAsks(PrivvalRequest request) {
        assertThat(RequestLimits.violation(request)).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(new PrivvalRequest.PubKey(""), "chain id is empty"),
                Arguments.of(onChain(""), "chain id is empty"),
                Arguments.of(
                        onChain("n".repeat(51)), "chain id \"" + "n".repeat(51) + "\" has 51 characters, more than 50"),
                Arguments.of(
                        onChain("\n\"\u202e" + "n".repeat(500)),
                        "chain id \"\\u000a\\\"\\u202e" + "n".repeat(57) + "\"... has 503 characters, more than 50"),
                Arguments.of(vote(0, 1, 0, BLOCK, NONE), "vote type 0 is neither 1 (prevote) nor 2 (precommit)"),
                Arguments.of(vote(32, 1, 0, BLOCK, NONE), "vote type 32 is neither 1 (prevote) nor 2 (precommit)"),
                Arguments.of(vote(-1, 1, 0, BLOCK, NONE), "vote type -1 is neither 1 (prevote) nor 2 (precommit)"),
                Arguments.of(vote(1, 0, 0, BLOCK, NONE), "height 0 is below 1"),
                Arguments.of(vote(1, -7, 0, BLOCK, NONE), "height -7 is below 1"),
                Arguments.of(vote(1, 1, -1, BLOCK, NONE), "round -1 is below 0"),
                Arguments.of(
                        vote(1, 1, 0, new BlockId(SOME, 1, HASH), NONE), "block hash has 3 bytes, neither 0 nor 32"),
                Arguments.of(
                        vote(1, 1, 0, new BlockId(HASH, 1, SOME), NONE), "part set hash has 3 bytes, neither 0 nor 32"),
                Arguments.of(
                        vote(1, 1, 0, new BlockId(HASH, 0, HASH), NONE),
                        "block id with a hash of 32 bytes, 0 parts and a part set hash of 32 bytes"
                                + " is neither nil nor complete"),
                Arguments.of(
                        vote(2, 1, 0, new BlockId(NONE, 1, NONE), NONE),
                        "block id with a hash of 0 bytes, 1 parts and a part set hash of 0 bytes"
                                + " is neither nil nor complete"),
                Arguments.of(
                        vote(1, 1, 0, BLOCK, SOME), "vote extension of 3 bytes on what is not a precommit for a block"),
                Arguments.of(
                        vote(2, 1, 0, BlockId.NIL, SOME),
                        "vote extension of 3 bytes on what is not a precommit for a block"),
                Arguments.of(proposal(0, 0, -1, BLOCK), "height 0 is below 1"),
                Arguments.of(proposal(1, -1, -1, BLOCK), "round -1 is below 0"),
                Arguments.of(proposal(1, 0, -2, BLOCK), "POL round -2 is below -1"),
                Arguments.of(proposal(1, 0, 0, BLOCK), "POL round 0 is not below round 0"),
                Arguments.of(proposal(1, 3, 4, BLOCK), "POL round 4 is not below round 3"),
                Arguments.of(
                        proposal(1, 0, -1, new BlockId(SOME, 1, HASH)), "block hash has 3 bytes, neither 0 nor 32"),
                Arguments.of(
                        proposal(1, 0, -1, BlockId.NIL),
                        "block id with a hash of 0 bytes, 0 parts and a part set hash of 0 bytes is not complete"),
                Arguments.of(
                        new SignProposal(CHAIN, new Proposal(1, 0, -1, BLOCK, Instant.MAX)),
                        "timestamp " + Instant.MAX + " is outside of the years 1 to 9999"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void namesFieldAndValueOfWhatItRefuses(PrivvalRequest request, String violation) {
        assertThat(RequestLimits.violation(request)).contains(violation);
    }

    @Test
    void largestMessageIsCometBfts() {
        assertThat(RequestLimits.MAX_MESSAGE_BYTES).isEqualTo(1_056_218);
        assertThat(Dialect.V0_40.maxReplyBytes()).isEqualTo(1_056_218);
        assertThat(Dialect.V0_34.maxReplyBytes()).isEqualTo(10_240);
    }
}
