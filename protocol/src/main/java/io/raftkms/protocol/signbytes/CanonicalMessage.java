package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * The contents of sign bytes. Two messages have the same sign bytes exactly when they are equal.
 *
 * <p>Sign bytes are {@code varint(length) || body}; the length prefix is part of what is signed. The body is protobuf in
 * ascending field order (CometBFT {@code proto/tendermint/types/canonical.proto}).
 */
public sealed interface CanonicalMessage permits CanonicalVote, CanonicalProposal, CanonicalExtension {
    /** The chain that the bytes are bound to; may be empty. */
    String chainId();

    /** Height as signed: any 64-bit number. */
    long height();

    /** Round as signed: any 64-bit number. */
    long round();

    /** The exact bytes that are signed, length prefix included. */
    ByteString signBytes();

    /**
     * The position that a signature of these bytes uses up. Empty for an extension, which shares its precommit's, and
     * for what no validator signs: a vote that is neither prevote nor precommit, height below 1, round out of range.
     */
    Optional<HeightRoundStep> at();

    /**
     * Reads sign bytes back, strictly: only bytes that encode again to exactly themselves. Unknown or repeated fields,
     * fields out of order, trailing bytes, long-winded varints and timestamps out of range are all refused.
     *
     * @return the message, or empty for anything else than canonical sign bytes
     */
    static Optional<CanonicalMessage> parse(ByteString signBytes) {
        return CanonicalParser.parse(signBytes);
    }
}
