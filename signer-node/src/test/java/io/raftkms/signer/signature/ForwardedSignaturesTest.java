package io.raftkms.signer.signature;

import static io.raftkms.signer.link.Requests.TIME;
import static io.raftkms.signer.link.Requests.precommit;
import static io.raftkms.signer.link.Requests.prevote;
import static io.raftkms.signer.link.Requests.proposal;
import static io.raftkms.signer.link.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.link.Requests;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a member lets through of what the leader sent back. */
class ForwardedSignaturesTest {
    private static final Vote PREVOTE = prevote(5);
    private static final Vote PRECOMMIT = precommit(5, ByteString.copyFromUtf8("price 42"));
    private static final Instant EARLIER = TIME.minusSeconds(1);

    private final SigningMember member = new SigningMember();
    private final ForwardedSignatures forwarded = new ForwardedSignatures();

    @Test
    void signatureOfWhatWasAskedPasses() {
        assertPasses(request(PREVOTE), signed(bytes(PREVOTE), TIME));
        assertPasses(request(proposal(5)), signed(bytes(proposal(5)), TIME));
        assertPasses(request(PRECOMMIT), signed(bytes(PRECOMMIT), TIME, extension(PRECOMMIT.extension())));
    }

    @Test
    void voteWithTheTimeThatWasReservedBeforePasses() {
        assertPasses(request(PREVOTE), signed(bytes(at(PREVOTE, EARLIER)), EARLIER));
    }

    @Test
    void refusalsAndNotNowPassAsTheyAre() {
        assertPasses(request(PREVOTE), new LeaderReply.Refused("height regression"));
        assertPasses(request(PREVOTE), new LeaderReply.NotNow("not the leader"));
    }

    @Test
    void signatureWithAWrongBitStays() {
        member.key.signWrongly();

        assertStays(request(PREVOTE), signed(bytes(PREVOTE), TIME));
    }

    @Test
    void signatureOfAnotherVoteStays() {
        assertStays(request(PREVOTE), signed(bytes(prevote(6)), TIME));
        assertStays(request(PREVOTE), signed(bytes(PRECOMMIT), TIME));
    }

    @Test
    void signatureWithAnotherTimeThanItsOwnStays() {
        assertStays(request(PREVOTE), signed(bytes(PREVOTE), EARLIER));
        assertStays(request(PREVOTE), signed(bytes(PREVOTE), Instant.MAX));
    }

    @Test
    void proposalWithAnotherTimeStays() {
        Proposal asked = proposal(5);
        Proposal earlier = new Proposal(asked.height(), asked.round(), asked.polRound(), asked.blockId(), EARLIER);

        assertStays(request(asked), signed(bytes(earlier), EARLIER));
    }

    @Test
    void signatureOfNoBytesOrOfTheWrongLengthStays() {
        assertStays(request(PREVOTE), new LeaderReply.Signed(ByteString.EMPTY, TIME, Optional.empty()));
        assertStays(
                request(PREVOTE), new LeaderReply.Signed(ByteString.copyFrom(new byte[65]), TIME, Optional.empty()));
    }

    @Test
    void extensionSignatureThatIsMissingWrongOrTooManyStays() {
        assertStays(request(PRECOMMIT), signed(bytes(PRECOMMIT), TIME));
        assertStays(request(PRECOMMIT), signed(bytes(PRECOMMIT), TIME, extension(ByteString.copyFromUtf8("price 43"))));
        assertStays(request(PREVOTE), signed(bytes(PREVOTE), TIME, extension(ByteString.EMPTY)));
    }

    private void assertPasses(PrivvalRequest.Sign asked, LeaderReply reply) {
        assertThat(forwarded.verified(member.signing(asked), reply)).isSameAs(reply);
    }

    private void assertStays(PrivvalRequest.Sign asked, LeaderReply reply) {
        assertThat(forwarded.verified(member.signing(asked), reply)).isInstanceOf(LeaderReply.NotNow.class);
    }

    private LeaderReply.Signed signed(ByteString bytes, Instant time) {
        return new LeaderReply.Signed(sign(bytes), time, Optional.empty());
    }

    private LeaderReply.Signed signed(ByteString bytes, Instant time, ByteString extensionBytes) {
        return new LeaderReply.Signed(sign(bytes), time, Optional.of(sign(extensionBytes)));
    }

    private ByteString sign(ByteString bytes) {
        return member.key.sign(bytes, SigningMember.HOLD).join();
    }

    private static ByteString bytes(Vote vote) {
        return SignBytes.vote(Requests.CHAIN, vote);
    }

    private static ByteString bytes(Proposal proposal) {
        return SignBytes.proposal(Requests.CHAIN, proposal);
    }

    private static ByteString extension(ByteString extension) {
        return SignBytes.extension(Requests.CHAIN, 5, 0, extension);
    }

    private static Vote at(Vote vote, Instant time) {
        return new Vote(vote.messageType(), vote.height(), vote.round(), vote.blockId(), time, vote.extension());
    }
}
