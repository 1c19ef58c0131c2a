package io.raftkms.signer.simulator;

import static io.raftkms.signer.simulator.Probe.BLOCK_A;
import static io.raftkms.signer.simulator.Probe.BLOCK_B;
import static io.raftkms.signer.simulator.Probe.demand;
import static io.raftkms.signer.simulator.Probe.later;
import static io.raftkms.signer.simulator.Probe.precommit;
import static io.raftkms.signer.simulator.Probe.prevote;
import static io.raftkms.signer.simulator.Probe.proposal;
import static io.raftkms.signer.simulator.Probe.same;

import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Vote;
import java.util.List;

/** What a signer must sign, and with what. */
final class SigningChecks {
    private SigningChecks() {}

    static List<Check> all() {
        return List.of(
                Check.of("public key", SigningChecks::publicKey),
                Check.of("ping", probe -> demand(probe.node().ping(), "no pong")),
                Check.of("proposal", probe -> probe.signed(proposal(probe.height(), 0, -1, BLOCK_A))),
                Check.of("prevote", probe -> probe.signed(prevote(probe.height(), 0, BLOCK_A))),
                Check.of("precommit", probe -> probe.signed(precommit(probe.height(), 0, BLOCK_A))),
                Check.of("nil prevote", probe -> probe.signed(prevote(probe.height(), 0, BlockId.NIL))),
                Check.of("nil prevote, then precommit for a block in one round", SigningChecks::precommitAfterNil),
                Check.of("nil precommit", probe -> probe.signed(precommit(probe.height(), 0, BlockId.NIL))),
                Check.of("rounds above 0", SigningChecks::rounds),
                Check.of("same bytes again, same connection", SigningChecks::repeated),
                Check.of("same bytes again, new connection", SigningChecks::repeatedOnNewConnection),
                Check.of("vote that differs only in time: stored time and signature", SigningChecks::laterVote)
                        .promisedByRaftkms(),
                Check.of("prevote A, then precommit B in one round", SigningChecks::otherPrecommit)
                        .promisedByRaftkms(),
                Check.of("proposal A, then prevote B in one round", SigningChecks::otherPrevote)
                        .promisedByRaftkms());
    }

    private static void publicKey(Probe probe) throws Exception {
        demand(
                probe.node()
                        .askPublicKey(probe.node().chainId())
                        .equals(probe.node().publicKey()),
                "another key than at the node's start");
    }

    /** What a node does that learns of the block after its prevote. */
    private static void precommitAfterNil(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(prevote(height, 0, BlockId.NIL));
        probe.signed(precommit(height, 0, BLOCK_A));
    }

    private static void rounds(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(proposal(height, 1, -1, BLOCK_A));
        probe.signed(prevote(height, 1, BLOCK_A));
        probe.signed(precommit(height, 1, BLOCK_A));
        probe.signed(proposal(height, 3, 1, BLOCK_A));
        probe.signed(prevote(height, 3, BLOCK_A));
        probe.signed(precommit(height, 3, BLOCK_A));
    }

    private static void repeated(Probe probe) throws Exception {
        long height = probe.height();
        same(probe.signed(proposal(height, 0, -1, BLOCK_A)), probe.signed(proposal(height, 0, -1, BLOCK_A)));
        same(probe.signed(prevote(height, 0, BLOCK_A)), probe.signed(prevote(height, 0, BLOCK_A)));
        same(probe.signed(precommit(height, 0, BLOCK_A)), probe.signed(precommit(height, 0, BLOCK_A)));
    }

    private static void repeatedOnNewConnection(Probe probe) throws Exception {
        Vote vote = precommit(probe.height(), 0, BLOCK_A);
        SigningOutcome.Signed first = probe.signed(vote);
        probe.node().disconnect(false);
        same(first, probe.signed(vote));
    }

    private static void laterVote(Probe probe) throws Exception {
        long height = probe.height();
        for (Vote vote : List.of(prevote(height, 0, BLOCK_A), precommit(height, 0, BLOCK_A))) {
            SigningOutcome.Signed first = probe.signed(vote);
            same(first, probe.signed(later(vote)));
        }
    }

    private static void otherPrecommit(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(prevote(height, 0, BLOCK_A));
        probe.signed(precommit(height, 0, BLOCK_B));
    }

    private static void otherPrevote(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(proposal(height, 0, -1, BLOCK_A));
        probe.signed(prevote(height, 0, BLOCK_B));
    }
}
