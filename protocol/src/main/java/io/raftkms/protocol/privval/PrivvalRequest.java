package io.raftkms.protocol.privval;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Vote;

/** What a validator node asks of a signer: the decoded member of the envelope's oneof. Decoded, not yet checked. */
public sealed interface PrivvalRequest {
    record PubKey(String chainId) implements PrivvalRequest {}

    record Ping() implements PrivvalRequest {}

    /**
     * @param skipExtensionSigning v1 dialect; absent on the wire means false
     */
    record SignVote(String chainId, Vote vote, boolean skipExtensionSigning) implements PrivvalRequest {}

    record SignProposal(String chainId, Proposal proposal) implements PrivvalRequest {}

    /**
     * Tag 9, whose layout differs between CometBFT v1 and Celestia and is chosen by configuration, never by sniffing.
     *
     * @param body the undecoded inner message
     */
    record RawBytes(ByteString body) implements PrivvalRequest {}
}
