package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What checks ask with, and what they demand of the answers. */
final class Probe {
    static final BlockId BLOCK_A = Blocks.of("A");
    static final BlockId BLOCK_B = Blocks.of("B");
    /** Of a request that may end without an answer: a signer that refuses by ending the link would be asked for minutes. */
    static final int TRIES = 4;

    static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000000678Z");

    private final List<SimulatedValidator> nodes;
    private final ConformanceList.Limits limits;
    private final AtomicLong height;
    private final List<String> broken = new ArrayList<>();

    Probe(List<SimulatedValidator> nodes, ConformanceList.Limits limits, long startHeight) {
        this.nodes = nodes;
        this.limits = limits;
        this.height = new AtomicLong(startHeight);
    }

    ConformanceList.Limits limits() {
        return limits;
    }

    SimulatedValidator node() {
        return nodes.get(0);
    }

    List<SimulatedValidator> nodes(int count) {
        return nodes.subList(0, count);
    }

    /** The next height that a check would use. */
    long nextHeight() {
        return height.get();
    }

    /** A height that no check used before. */
    long height() {
        return height.getAndIncrement();
    }

    static Vote prevote(long height, int round, BlockId block) {
        return vote(Step.PREVOTE, height, round, block, TIME, ByteString.EMPTY);
    }

    static Vote precommit(long height, int round, BlockId block) {
        return precommit(height, round, block, ByteString.EMPTY);
    }

    static Vote precommit(long height, int round, BlockId block, ByteString extension) {
        return vote(Step.PRECOMMIT, height, round, block, TIME, extension);
    }

    static Vote later(Vote vote) {
        return new Vote(
                vote.messageType(),
                vote.height(),
                vote.round(),
                vote.blockId(),
                vote.timestamp().plusSeconds(1),
                vote.extension());
    }

    static Proposal proposal(long height, int round, int polRound, BlockId block) {
        return new Proposal(height, round, polRound, block, TIME);
    }

    private static Vote vote(Step step, long height, int round, BlockId block, Instant time, ByteString extension) {
        return new Vote(step.messageType(), height, round, block, time, extension);
    }

    PrivvalRequest request(Vote vote) {
        return new PrivvalRequest.SignVote(node().chainId(), vote, node().skipsExtensions());
    }

    PrivvalRequest request(Proposal proposal) {
        return new PrivvalRequest.SignProposal(node().chainId(), proposal);
    }

    SigningOutcome.Signed signed(Vote vote) throws Exception {
        return signed(node(), request(vote));
    }

    SigningOutcome.Signed signed(Proposal proposal) throws Exception {
        return signed(node(), request(proposal));
    }

    SigningOutcome.Signed signed(SimulatedValidator by, PrivvalRequest request) throws Exception {
        SigningOutcome outcome = by.sign(request);
        if (outcome instanceof SigningOutcome.Signed signed) {
            return signed;
        }
        throw new CheckFailedException("not signed, but " + text(outcome));
    }

    void refused(Vote vote) throws Exception {
        refused(request(vote));
    }

    void refused(Proposal proposal) throws Exception {
        refused(request(proposal));
    }

    /** Not signed; promised: refused with words, and the same connection answers a ping afterwards. */
    void refused(PrivvalRequest request) throws Exception {
        SigningOutcome outcome = node().sign(request, TRIES);
        if (outcome instanceof SigningOutcome.Lost) {
            promised(false, "not refused in words, but " + text(outcome));
            return;
        }
        if (!(outcome instanceof SigningOutcome.Refused refused)) {
            throw new CheckFailedException("not refused, but " + text(outcome));
        }
        promised(!refused.description().isBlank(), "a refusal without a description");
        promised(node().ping(), "no pong after the refusal");
        promised(node().connection().equals(refused.connection()), "the link did not outlive the refusal");
    }

    /** Signs something new, over whatever connection; promised: within the limit. */
    void signsAgain() throws Exception {
        SigningOutcome.Signed signed = signed(prevote(height(), 0, BLOCK_A));
        promised(
                signed.took().compareTo(limits.recovery()) <= 0,
                "signed again only after " + signed.took().toMillis() + " ms");
    }

    /** Signatures come again after these bytes; promised: the connection ends. */
    void endsConnection(byte[] bytes) throws Exception {
        demand(node().ping(), "no pong before");
        promised(node().endsAfter(bytes, limits.recovery()), "the signer kept the connection");
        signsAgain();
    }

    /** The node starts again and finds a signer before it gives up; gives how long that took. */
    Duration restarts() throws IOException, CheckFailedException {
        node().close();
        long began = System.nanoTime();
        starts();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** A node that finds no signer has ended; here it listens again, for the checks that follow. */
    void starts() throws IOException, CheckFailedException {
        try {
            node().start();
        } catch (IOException noSigner) {
            node().listen(Duration.ZERO);
            throw new CheckFailedException("a node that starts ends: " + noSigner.getMessage());
        }
    }

    /** What raftkms promises beyond what every signer must do: noted if it does not hold, and the check goes on. */
    void promised(boolean condition, String otherwise) {
        if (!condition && !broken.contains(otherwise)) {
            broken.add(otherwise);
        }
    }

    /** Promises that did not hold since the last call. */
    List<String> takeBrokenPromises() {
        List<String> taken = List.copyOf(broken);
        broken.clear();
        return taken;
    }

    /** How a request ended, in words that are the same when it ends so again. */
    static String text(SigningOutcome outcome) {
        if (outcome instanceof SigningOutcome.Refused refused) {
            return "refused: " + refused.description();
        }
        if (outcome instanceof SigningOutcome.Invalid invalid) {
            return "answered with what a node drops: " + invalid.reason();
        }
        return outcome instanceof SigningOutcome.Lost ? "not answered: the link ended or was silent" : "signed";
    }

    static void demand(boolean condition, String otherwise) throws CheckFailedException {
        if (!condition) {
            throw new CheckFailedException(otherwise);
        }
    }

    static void same(SigningOutcome.Signed first, SigningOutcome.Signed second) throws CheckFailedException {
        demand(first.signature().equals(second.signature()), "another signature for the same position");
        demand(first.timestamp().equals(second.timestamp()), "another timestamp for the same position");
    }
}
