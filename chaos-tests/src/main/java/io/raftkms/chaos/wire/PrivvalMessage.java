package io.raftkms.chaos.wire;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A privval message, as far as a witness needs it. One schema reads every dialect: field numbers never change their
 * meaning from v0.34 to v1.0, apart from the raw byte request 9. Its reply 10 is the same everywhere.
 */
public sealed interface PrivvalMessage {
    /**
     * A vote or proposal to be signed.
     *
     * @param extension the vote extension that a signature would be for: of a precommit for a block that does not skip
     *     it, and of any other vote that brings one, which is not to be signed
     */
    record Asked(Kind kind, Canonical message, Optional<Canonical.Extension> extension) implements PrivvalMessage {}

    /**
     * A signature.
     *
     * @param timestamp of votes, as returned; a node takes it over, and keeps its own for proposals
     * @param signature lower-case hex
     * @param extensionSignature lower-case hex
     */
    record Signed(Kind kind, Timestamp timestamp, String signature, Optional<String> extensionSignature)
            implements PrivvalMessage {}

    /** RemoteSignerError in any reply. */
    record Refused(String description) implements PrivvalMessage {}

    /**
     * The signer's key.
     *
     * @param hex the Ed25519 key, empty if it is none
     */
    record PublicKey(String hex) implements PrivvalMessage {}

    /**
     * Raw bytes to be signed, in either dialect.
     *
     * @param body of the request, lower-case hex
     */
    record AskedRaw(String body) implements PrivvalMessage {}

    /**
     * A signature over raw bytes.
     *
     * @param signature lower-case hex
     */
    record SignedRaw(String signature) implements PrivvalMessage {}

    /** Pings, pongs, requests for the public key. */
    record Other(int number) implements PrivvalMessage {}

    /** Reads the body of a message, without its length. */
    static PrivvalMessage decode(byte[] body) throws MalformedException {
        List<ProtoField> fields = ProtoReader.fields(body);
        if (fields.size() != 1) {
            throw new MalformedException("message with " + fields.size() + " members");
        }
        ProtoField member = fields.get(0);
        return switch (member.number()) {
            case 2 -> PrivvalReading.publicKey(member.delimited());
            case 3 -> PrivvalReading.signVote(member.delimited());
            case 4 -> PrivvalReading.signedVote(member.delimited());
            case 5 -> PrivvalReading.signProposal(member.delimited());
            case 6 -> PrivvalReading.signedProposal(member.delimited());
            case 9 -> new AskedRaw(HexFormat.of().formatHex(member.delimited()));
            case 10 -> PrivvalReading.signedRaw(member.delimited());
            default -> new Other(member.number());
        };
    }

    /** The body of a reply to a vote or proposal. For tests of observers. */
    static byte[] encode(Signed reply) {
        HexFormat hex = HexFormat.of();
        boolean vote = reply.kind() == Kind.VOTE;
        ProtoWriter inner = vote
                ? new ProtoWriter().message(5, reply.timestamp().encode()).bytes(8, hex.parseHex(reply.signature()))
                : new ProtoWriter().bytes(7, hex.parseHex(reply.signature()));
        reply.extensionSignature().ifPresent(signature -> inner.bytes(10, hex.parseHex(signature)));
        byte[] response = new ProtoWriter().message(1, inner.toBytes()).toBytes();
        return new ProtoWriter().message(vote ? 4 : 6, response).toBytes();
    }
}
