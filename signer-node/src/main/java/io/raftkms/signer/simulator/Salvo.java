package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Requests of several validator nodes of one key at the same instant. The nodes take them in turns; one that has several
 * asks for them one after the other.
 *
 * @param conflicting whether some of them have to be refused
 */
record Salvo(boolean conflicting, List<PrivvalRequest> requests) {
    /** Fewer cannot conflict. */
    private static final int FEWEST = 2;

    /** Times of proposals, which all nodes must name alike: of an earlier or later one the signature would be invalid. */
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    /** What nodes agree on: a proposal, then everybody's prevote and precommit for it, each with its own clock's time. */
    static List<Salvo> ofHeight(String chainId, long height, int nodes, ByteString extension, Clock clock) {
        BlockId block = Blocks.of("height " + height);
        Proposal proposal = new Proposal(height, 0, -1, block, EPOCH.plusSeconds(height));
        return List.of(
                of(false, nodes, node -> new PrivvalRequest.SignProposal(chainId, proposal)),
                of(false, nodes, node -> vote(chainId, Step.PREVOTE, height, 0, block, clock, ByteString.EMPTY)),
                of(false, nodes, node -> vote(chainId, Step.PRECOMMIT, height, 0, block, clock, extension)));
    }

    /**
     * What they must never get two of, above and below what was agreed on at a height: another block for each node, then
     * neighbouring steps and rounds at once, then other blocks for what is signed already.
     */
    static List<Salvo> conflictsAt(String chainId, long height, int nodes, Clock clock) {
        int count = Math.max(nodes, FEWEST);
        BlockId agreed = Blocks.of("height " + height);
        BlockId other = Blocks.of("other at height " + height);
        List<PrivvalRequest> neighbours = List.of(
                new PrivvalRequest.SignProposal(
                        chainId, new Proposal(height, 2, -1, agreed, EPOCH.plusSeconds(height))),
                vote(chainId, Step.PREVOTE, height, 2, agreed, clock, ByteString.EMPTY),
                vote(chainId, Step.PRECOMMIT, height, 2, agreed, clock, ByteString.EMPTY),
                vote(chainId, Step.PREVOTE, height, 3, agreed, clock, ByteString.EMPTY));
        List<PrivvalRequest> older = new ArrayList<>(List.of(
                vote(chainId, Step.PREVOTE, height, 0, other, clock, ByteString.EMPTY),
                vote(chainId, Step.PRECOMMIT, height, 0, BlockId.NIL, clock, ByteString.EMPTY)));
        if (height > 1) {
            older.add(vote(chainId, Step.PRECOMMIT, height - 1, 0, other, clock, ByteString.EMPTY));
        }
        return List.of(
                of(true, count, node -> {
                    BlockId own = Blocks.of("of node " + node + " at height " + height);
                    return vote(chainId, Step.PREVOTE, height, 1, own, clock, ByteString.EMPTY);
                }),
                new Salvo(true, neighbours),
                new Salvo(true, older));
    }

    /** What the given one of several nodes asks for, in order. */
    List<PrivvalRequest> of(int node, int nodes) {
        List<PrivvalRequest> own = new ArrayList<>();
        for (int i = node; i < requests.size(); i += nodes) {
            own.add(requests.get(i));
        }
        return own;
    }

    private static Salvo of(boolean conflicting, int count, IntFunction<PrivvalRequest> request) {
        List<PrivvalRequest> requests = new ArrayList<>();
        for (int node = 0; node < count; node++) {
            requests.add(request.apply(node));
        }
        return new Salvo(conflicting, requests);
    }

    private static PrivvalRequest vote(
            String chainId, Step step, long height, int round, BlockId block, Clock clock, ByteString extension) {
        Vote vote = new Vote(step.messageType(), height, round, block, clock.instant(), extension);
        return new PrivvalRequest.SignVote(chainId, vote, false);
    }
}
