package io.raftkms.signer.simulator;

import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.privval.Dialect;
import io.raftkms.protocol.privval.PrivvalReply;
import io.raftkms.protocol.privval.ReplyCodec;
import io.raftkms.protocol.privval.UndecodableMessageException;

/** What a node makes of a reply's body. */
final class ReplyReader {
    private ReplyReader() {}

    /**
     * @throws RemoteSignerErrorException if it is a refusal
     * @throws BadReplyException if it is no public key that the dialect finds
     */
    static ConsensusPublicKey publicKey(SignerEndpoint.Reply reply, Dialect dialect)
            throws RemoteSignerErrorException, BadReplyException {
        if (accepted(reply) instanceof PrivvalReply.PubKey key) {
            return key.readBy(dialect).orElseThrow(() -> new BadReplyException("encoding: unsupported key"));
        }
        throw new BadReplyException("unexpected response");
    }

    static PrivvalReply.SignedVote vote(SignerEndpoint.Reply reply)
            throws RemoteSignerErrorException, BadReplyException {
        if (accepted(reply) instanceof PrivvalReply.SignedVote vote) {
            return vote;
        }
        throw new BadReplyException("unexpected response");
    }

    static PrivvalReply.SignedProposal proposal(SignerEndpoint.Reply reply)
            throws RemoteSignerErrorException, BadReplyException {
        if (accepted(reply) instanceof PrivvalReply.SignedProposal proposal) {
            return proposal;
        }
        throw new BadReplyException("unexpected response");
    }

    static boolean isPong(SignerEndpoint.Reply reply) {
        try {
            return decode(reply) instanceof PrivvalReply.Pong;
        } catch (BadReplyException unreadable) {
            return false;
        }
    }

    static PrivvalReply decode(SignerEndpoint.Reply reply) throws BadReplyException {
        try {
            return ReplyCodec.decode(reply.body());
        } catch (UndecodableMessageException unreadable) {
            throw new BadReplyException("unreadable response: " + unreadable.getMessage(), unreadable);
        }
    }

    private static PrivvalReply accepted(SignerEndpoint.Reply reply)
            throws RemoteSignerErrorException, BadReplyException {
        PrivvalReply decoded = decode(reply);
        if (decoded instanceof PrivvalReply.Error error) {
            throw new RemoteSignerErrorException(error.description(), reply.connection());
        }
        return decoded;
    }
}
