package io.raftkms.signer.simulator;

import static io.raftkms.signer.simulator.Probe.BLOCK_A;
import static io.raftkms.signer.simulator.Probe.BLOCK_B;
import static io.raftkms.signer.simulator.Probe.TIME;
import static io.raftkms.signer.simulator.Probe.demand;
import static io.raftkms.signer.simulator.Probe.precommit;
import static io.raftkms.signer.simulator.Probe.prevote;
import static io.raftkms.signer.simulator.Probe.proposal;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalReply;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Vote;
import java.io.IOException;
import java.util.List;

/**
 * What a signer must not sign. That it refuses in words and keeps the link is a promise of raftkms: a refusal that costs the
 * link costs the next vote its time.
 */
final class RefusalChecks {
    private static final int UNKNOWN_TYPE = 7;

    private RefusalChecks() {}

    static List<Check> all() {
        return List.of(
                Check.of("other block", probe -> conflict(probe, BLOCK_A, BLOCK_B)),
                Check.of("nil after block", probe -> conflict(probe, BLOCK_A, BlockId.NIL)),
                Check.of("block after nil", probe -> conflict(probe, BlockId.NIL, BLOCK_A)),
                Check.of("conflicting proposal", RefusalChecks::conflictingProposal),
                Check.of("proposal with another POL round", RefusalChecks::otherPolRound)
                        .promisedByRaftkms(),
                Check.of("proposal that differs only in time", RefusalChecks::laterProposal)
                        .promisedByRaftkms(),
                Check.of("height regression", RefusalChecks::heightRegression),
                Check.of("round regression", RefusalChecks::roundRegression),
                Check.of("step regression", RefusalChecks::stepRegression),
                Check.of("wrong chain id", RefusalChecks::wrongChain),
                Check.of("malformed vote or proposal", RefusalChecks::malformed).promisedByRaftkms(),
                Check.of("raw bytes", RefusalChecks::rawBytes).promisedByRaftkms());
    }

    private static void conflict(Probe probe, BlockId first, BlockId second) throws Exception {
        long height = probe.height();
        probe.signed(prevote(height, 0, first));
        probe.refused(prevote(height, 0, second));
        probe.signed(precommit(height, 0, first));
        probe.refused(precommit(height, 0, second));
    }

    private static void conflictingProposal(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(proposal(height, 0, -1, BLOCK_A));
        probe.refused(proposal(height, 0, -1, BLOCK_B));
    }

    private static void otherPolRound(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(proposal(height, 2, -1, BLOCK_A));
        probe.refused(proposal(height, 2, 0, BLOCK_A));
    }

    /** Nodes ignore the timestamp of a reply, so a signature over the stored one would be invalid for them. */
    private static void laterProposal(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(proposal(height, 0, -1, BLOCK_A));
        probe.refused(new Proposal(height, 0, -1, BLOCK_A, TIME.plusSeconds(1)));
    }

    private static void heightRegression(Probe probe) throws Exception {
        long lower = probe.height();
        probe.signed(prevote(probe.height(), 0, BLOCK_A));
        probe.refused(proposal(lower, 0, -1, BLOCK_A));
        probe.refused(precommit(lower, 5, BLOCK_A));
    }

    private static void roundRegression(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(prevote(height, 2, BLOCK_A));
        probe.refused(proposal(height, 1, -1, BLOCK_A));
        probe.refused(precommit(height, 1, BLOCK_A));
    }

    private static void stepRegression(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(precommit(height, 0, BLOCK_A));
        probe.refused(prevote(height, 0, BLOCK_A));
        probe.refused(proposal(height, 0, -1, BLOCK_A));
    }

    private static void wrongChain(Probe probe) throws Exception {
        long height = probe.height();
        String other = probe.node().chainId() + "-not";
        probe.refused(new PrivvalRequest.SignVote(other, prevote(height, 0, BLOCK_A), false));
        probe.refused(new PrivvalRequest.SignProposal(other, proposal(height, 0, -1, BLOCK_A)));
        publicKeyOfOtherChain(probe, other);
        probe.signed(prevote(height, 0, BLOCK_A));
    }

    private static void publicKeyOfOtherChain(Probe probe, String other) throws Exception {
        try {
            PrivvalReply reply = probe.node().ask(new PrivvalRequest.PubKey(other));
            probe.promised(reply instanceof PrivvalReply.Error, "shows the key to a node of another chain");
        } catch (IOException closed) {
            probe.promised(false, "asked for the key of another chain, it ends the link");
        }
    }

    private static void malformed(Probe probe) throws Exception {
        long height = probe.height();
        BlockId half = new BlockId(BLOCK_A.hash(), 0, ByteString.EMPTY);
        probe.refused(prevote(0, 0, BLOCK_A));
        probe.refused(prevote(height, -1, BLOCK_A));
        probe.refused(prevote(height, 0, half));
        probe.refused(new Vote(UNKNOWN_TYPE, height, 0, BLOCK_A, TIME, ByteString.EMPTY));
        probe.refused(proposal(height, 0, 0, BLOCK_A));
        probe.refused(proposal(height, 0, -2, BLOCK_A));
        probe.refused(proposal(height, 0, -1, BlockId.NIL));
        probe.signed(prevote(height, 0, BLOCK_A));
    }

    private static void rawBytes(Probe probe) throws Exception {
        error(probe, new PrivvalRequest.RawBytes(ByteString.copyFrom(new byte[] {0x0a, 0x01, 0x41})));
    }

    private static void error(Probe probe, PrivvalRequest request) throws Exception {
        try {
            PrivvalReply reply = probe.node().ask(request);
            demand(reply instanceof PrivvalReply.Error, "not refused: " + reply);
            demand(probe.node().ping(), "no pong after the refusal");
        } catch (IOException closed) {
            throw new CheckFailedException("not refused in words: " + closed.getMessage());
        }
    }
}
