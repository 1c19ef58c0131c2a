package io.raftkms.protocol.privval;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Vote;

/** What a validator node asks of a signer: the decoded member of the envelope's oneof. Decoded, not yet checked. */
public sealed interface PrivvalRequest {
    /** What says for which chain it is. */
    sealed interface OfChain extends PrivvalRequest {
        String chainId();
    }

    /** What asks for the signature of a vote or proposal. */
    sealed interface Sign extends OfChain {}

    record PubKey(String chainId) implements OfChain {}

    record Ping() implements PrivvalRequest {}

    /**
     * @param skipExtensionSigning v1 dialect; absent on the wire means false
     */
    record SignVote(String chainId, Vote vote, boolean skipExtensionSigning) implements Sign {}

    record SignProposal(String chainId, Proposal proposal) implements Sign {}

    /**
     * Tag 9, whose layout differs between CometBFT v1 and Celestia and is chosen by configuration, never by sniffing.
     *
     * @param body the undecoded inner message
     */
    record RawBytes(ByteString body) implements PrivvalRequest {}
}
