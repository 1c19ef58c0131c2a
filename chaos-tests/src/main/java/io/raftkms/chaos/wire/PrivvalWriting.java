package io.raftkms.chaos.wire;

import java.util.HexFormat;

/** Writes what a node says, framed by its length, as the nodes' own code does: block id and timestamp are always there. */
public final class PrivvalWriting {
    private static final int PUBLIC_KEY = 1;
    private static final int SIGN_VOTE = 3;
    private static final int SIGN_PROPOSAL = 5;
    private static final int PING = 7;
    private static final int RAW_BYTES = 9;
    private static final int PROPOSAL_TYPE = 32;

    private PrivvalWriting() {}

    /** A request for the public key. */
    public static byte[] publicKeyRequest(String chainId) {
        return framed(PUBLIC_KEY, new ProtoWriter().text(1, chainId));
    }

    /** A ping. */
    public static byte[] ping() {
        return framed(PING, new ProtoWriter());
    }

    /** A request for a signature; an extension is in it where the vote brings one, whether it may or not. */
    public static byte[] signRequest(PrivvalMessage.Asked asked) {
        if (asked.message() instanceof Canonical.Vote vote) {
            ProtoWriter inner = new ProtoWriter()
                    .varint(1, vote.type())
                    .varint(2, vote.height())
                    .varint(3, vote.round())
                    .message(4, vote.block().encode())
                    .message(5, vote.timestamp().encode());
            asked.extension()
                    .ifPresent(extension -> inner.bytes(9, HexFormat.of().parseHex(extension.extension())));
            return framed(
                    SIGN_VOTE, new ProtoWriter().message(1, inner.toBytes()).text(2, vote.chainId()));
        }
        if (asked.message() instanceof Canonical.Proposal proposal) {
            byte[] inner = new ProtoWriter()
                    .varint(1, PROPOSAL_TYPE)
                    .varint(2, proposal.height())
                    .varint(3, proposal.round())
                    .varint(4, proposal.polRound())
                    .message(5, proposal.block().encode())
                    .message(6, proposal.timestamp().encode())
                    .toBytes();
            return framed(SIGN_PROPOSAL, new ProtoWriter().message(1, inner).text(2, proposal.chainId()));
        }
        throw new IllegalArgumentException("no request of its own: " + asked.message());
    }

    /** A request for a signature over these bytes and nothing else, as of CometBFT v1. */
    public static byte[] rawRequest(byte[] value) {
        return framed(RAW_BYTES, new ProtoWriter().bytes(1, value));
    }

    /** A request for a signature over these bytes with a prefix, the chain and an id, as of Celestia. */
    public static byte[] rawRequest(String chainId, byte[] value, String uniqueId) {
        return framed(
                RAW_BYTES, new ProtoWriter().text(1, chainId).bytes(2, value).text(3, uniqueId));
    }

    private static byte[] framed(int number, ProtoWriter member) {
        return ProtoWriter.delimited(
                new ProtoWriter().message(number, member.toBytes()).toBytes());
    }
}
