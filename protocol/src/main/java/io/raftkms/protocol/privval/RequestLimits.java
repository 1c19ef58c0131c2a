package io.raftkms.protocol.privval;

import io.raftkms.protocol.privval.PrivvalRequest.Ping;
import io.raftkms.protocol.privval.PrivvalRequest.PubKey;
import io.raftkms.protocol.privval.PrivvalRequest.RawBytes;
import io.raftkms.protocol.privval.PrivvalRequest.SignProposal;
import io.raftkms.protocol.privval.PrivvalRequest.SignVote;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.GoTime;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What every request has to keep to, whatever chain and key it is for (CometBFT {@code spec/consensus/signing.md} and
 * {@code ValidateBasic} of votes and proposals). A request inside these limits has sign bytes.
 */
public final class RequestLimits {
    private static final int MAX_EXTENSION_BYTES = 1_048_576;
    private static final int LARGEST_SIGNATURE_BYTES = 3_309;
    private static final int OTHER_FIELDS_BYTES = 1_024;

    /**
     * Longest body of a message: the largest vote extension ({@code MaxVoteExtensionSize}), two signatures of the
     * longest kind (ML-DSA-65) and room for the rest, as CometBFT v0.40 counts it: 1,056,218.
     */
    public static final int MAX_MESSAGE_BYTES = MAX_EXTENSION_BYTES + 2 * LARGEST_SIGNATURE_BYTES + OTHER_FIELDS_BYTES;

    /** {@code MaxChainIDLen} of CometBFT. */
    public static final int MAX_CHAIN_ID_CHARS = 50;

    public static final long MIN_HEIGHT = 1;
    public static final int MIN_ROUND = 0;

    /** "No proof of lock". */
    public static final int MIN_POL_ROUND = -1;

    public static final int HASH_BYTES = 32;

    private RequestLimits() {}

    /**
     * The first limit that a request exceeds, as a sentence that names field and value and is safe to log and to send
     * back; empty if it keeps to them all. Raw bytes are not decoded yet and have no limits here but their size.
     */
    public static Optional<String> violation(PrivvalRequest request) {
        if (request instanceof SignVote sign) {
            return firstOf(() -> ofChainId(sign.chainId()), () -> ofVote(sign.vote()));
        }
        if (request instanceof SignProposal sign) {
            return firstOf(() -> ofChainId(sign.chainId()), () -> ofProposal(sign.proposal()));
        }
        if (request instanceof PubKey pubKey) {
            return ofChainId(pubKey.chainId());
        }
        if (request instanceof Ping || request instanceof RawBytes) {
            return Optional.empty();
        }
        throw new AssertionError(request);
    }

    private static Optional<String> ofChainId(String chainId) {
        if (chainId.isEmpty()) {
            return Optional.of("chain id is empty");
        }
        int length = chainId.codePointCount(0, chainId.length());
        return unless(
                length <= MAX_CHAIN_ID_CHARS,
                () -> "chain id " + PrintableText.quote(chainId) + " has " + length + " characters, more than "
                        + MAX_CHAIN_ID_CHARS);
    }

    private static Optional<String> ofVote(Vote vote) {
        return firstOf(
                () -> unless(
                        vote.messageType() == Step.PREVOTE.messageType() || isPrecommit(vote),
                        () -> "vote type " + vote.messageType() + " is neither 1 (prevote) nor 2 (precommit)"),
                () -> ofPosition(vote.height(), vote.round()),
                () -> ofHashes(vote.blockId()),
                () -> unless(
                        vote.blockId().isNil() || vote.blockId().isComplete(),
                        () -> describe(vote.blockId()) + " is neither nil nor complete"),
                () -> unless(
                        vote.extension().isEmpty()
                                || (isPrecommit(vote) && !vote.blockId().isNil()),
                        () -> "vote extension of " + vote.extension().size()
                                + " bytes on what is not a precommit for a block"),
                () -> ofTimestamp(vote.timestamp()));
    }

    private static Optional<String> ofProposal(Proposal proposal) {
        return firstOf(
                () -> ofPosition(proposal.height(), proposal.round()),
                () -> unless(
                        proposal.polRound() >= MIN_POL_ROUND,
                        () -> "POL round " + proposal.polRound() + " is below " + MIN_POL_ROUND),
                () -> unless(
                        proposal.polRound() < proposal.round(),
                        () -> "POL round " + proposal.polRound() + " is not below round " + proposal.round()),
                () -> ofHashes(proposal.blockId()),
                () -> unless(proposal.blockId().isComplete(), () -> describe(proposal.blockId()) + " is not complete"),
                () -> ofTimestamp(proposal.timestamp()));
    }

    private static Optional<String> ofPosition(long height, int round) {
        return firstOf(
                () -> unless(height >= MIN_HEIGHT, () -> "height " + height + " is below " + MIN_HEIGHT),
                () -> unless(round >= MIN_ROUND, () -> "round " + round + " is below " + MIN_ROUND));
    }

    private static Optional<String> ofHashes(BlockId blockId) {
        return firstOf(
                () -> ofHash("block hash", blockId.hash().size()),
                () -> ofHash("part set hash", blockId.partsHash().size()));
    }

    private static Optional<String> ofHash(String field, int size) {
        return unless(
                size == 0 || size == HASH_BYTES, () -> field + " has " + size + " bytes, neither 0 nor " + HASH_BYTES);
    }

    private static Optional<String> ofTimestamp(Instant timestamp) {
        return unless(
                GoTime.isEncodable(timestamp), () -> "timestamp " + timestamp + " is outside of the years 1 to 9999");
    }

    private static boolean isPrecommit(Vote vote) {
        return vote.messageType() == Step.PRECOMMIT.messageType();
    }

    private static String describe(BlockId blockId) {
        return "block id with a hash of " + blockId.hash().size() + " bytes, " + blockId.partsTotal()
                + " parts and a part set hash of " + blockId.partsHash().size() + " bytes";
    }

    private static Optional<String> unless(boolean kept, Supplier<String> violation) {
        return kept ? Optional.empty() : Optional.of(violation.get());
    }

    @SafeVarargs
    private static Optional<String> firstOf(Supplier<Optional<String>>... checks) {
        return Stream.of(checks).map(Supplier::get).flatMap(Optional::stream).findFirst();
    }
}
