package io.raftkms.signer.simulator;

import static io.raftkms.signer.simulator.Probe.BLOCK_A;
import static io.raftkms.signer.simulator.Probe.demand;
import static io.raftkms.signer.simulator.Probe.precommit;
import static io.raftkms.signer.simulator.Probe.prevote;
import static io.raftkms.signer.simulator.Probe.proposal;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Vote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Two and three validator nodes of one key that ask at the same instant. */
final class SeveralNodesChecks {
    private static final int ROUNDS = 5;

    private SeveralNodesChecks() {}

    static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        for (int nodes = 2; nodes <= 3; nodes++) {
            int count = nodes;
            checks.add(Check.withNodes(count, count + " nodes, same vote", probe -> sameVote(probe, count)));
            checks.add(Check.withNodes(
                    count, count + " nodes, conflicting votes", probe -> conflictingVotes(probe, count)));
            checks.add(Check.withNodes(
                    count, count + " nodes, conflicting proposals", probe -> conflictingProposals(probe, count)));
            checks.add(Check.withNodes(
                    count, count + " nodes, neighbouring heights", probe -> neighbouringHeights(probe, count)));
            checks.add(Check.withNodes(
                    count, count + " nodes, neighbouring rounds", probe -> neighbouringRounds(probe, count)));
            checks.add(Check.withNodes(
                    count, count + " nodes, neighbouring steps", probe -> neighbouringSteps(probe, count)));
        }
        return checks;
    }

    /** Their clocks differ; every node gets the one signature, with its time. */
    private static void sameVote(Probe probe, int count) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            long height = probe.height();
            List<SigningOutcome> outcomes = atOnce(probe, count, node -> {
                Vote vote = precommit(height, 0, BLOCK_A);
                return probe.request(node == 0 ? vote : Probe.later(vote));
            });
            Set<ByteString> signatures = new HashSet<>();
            for (SigningOutcome outcome : outcomes) {
                demand(outcome instanceof SigningOutcome.Signed, "not signed, but " + Probe.text(outcome));
                signatures.add(((SigningOutcome.Signed) outcome).signature());
            }
            probe.promised(signatures.size() == 1, signatures.size() + " signatures for one position");
        }
    }

    private static void conflictingVotes(Probe probe, int count) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            long height = probe.height();
            oneWins(
                    probe,
                    atOnce(probe, count, node -> probe.request(prevote(height, 0, Blocks.of("of node " + node)))));
        }
    }

    private static void conflictingProposals(Probe probe, int count) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            long height = probe.height();
            oneWins(probe, atOnce(probe, count, node -> {
                Proposal proposal = proposal(height, 0, -1, Blocks.of("of node " + node));
                return probe.request(proposal);
            }));
        }
    }

    private static void neighbouringHeights(Probe probe, int count) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            List<Long> heights = new ArrayList<>();
            for (int node = 0; node < count; node++) {
                heights.add(probe.height());
            }
            highestIsSigned(
                    probe, atOnce(probe, count, node -> probe.request(precommit(heights.get(node), 0, BLOCK_A))));
        }
    }

    private static void neighbouringRounds(Probe probe, int count) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            long height = probe.height();
            highestIsSigned(probe, atOnce(probe, count, node -> probe.request(prevote(height, node, BLOCK_A))));
        }
    }

    private static void neighbouringSteps(Probe probe, int count) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            long height = probe.height();
            List<PrivvalRequest> steps = List.of(
                    probe.request(proposal(height, 0, -1, BLOCK_A)),
                    probe.request(prevote(height, 0, BLOCK_A)),
                    probe.request(precommit(height, 0, BLOCK_A)));
            highestIsSigned(probe, atOnce(probe, count, steps::get));
        }
    }

    private static void oneWins(Probe probe, List<SigningOutcome> outcomes) throws CheckFailedException {
        long signed = outcomes.stream()
                .filter(SigningOutcome.Signed.class::isInstance)
                .count();
        answered(probe, outcomes);
        demand(signed <= 1, signed + " of " + outcomes.size() + " conflicting requests were signed");
        probe.promised(signed == 1, signed + " of " + outcomes.size() + " conflicting requests were signed");
    }

    /** Lower positions may be signed or refused, as the order wants it; the highest has nothing above it. */
    private static void highestIsSigned(Probe probe, List<SigningOutcome> outcomes) throws CheckFailedException {
        answered(probe, outcomes);
        SigningOutcome highest = outcomes.get(outcomes.size() - 1);
        demand(
                highest instanceof SigningOutcome.Signed,
                "the highest position is not signed, but " + Probe.text(highest));
    }

    private static void answered(Probe probe, List<SigningOutcome> outcomes) throws CheckFailedException {
        for (SigningOutcome outcome : outcomes) {
            demand(
                    !(outcome instanceof SigningOutcome.Invalid),
                    "neither signed nor refused, but " + Probe.text(outcome));
            probe.promised(
                    !(outcome instanceof SigningOutcome.Lost), "not refused in words, but " + Probe.text(outcome));
        }
    }

    private static List<SigningOutcome> atOnce(Probe probe, int count, IntFunction<PrivvalRequest> requests)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CyclicBarrier together = new CyclicBarrier(count);
            List<Callable<SigningOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                SimulatedValidator node = probe.nodes(count).get(i);
                PrivvalRequest request = requests.apply(i);
                calls.add(() -> {
                    together.await();
                    return node.sign(request, Probe.TRIES);
                });
            }
            List<SigningOutcome> outcomes = new ArrayList<>();
            for (Future<SigningOutcome> outcome : threads.invokeAll(calls)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
