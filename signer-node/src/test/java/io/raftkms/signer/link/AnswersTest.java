package io.raftkms.signer.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalReply;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.privval.ReplyCodec;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.signature.SignatureResult;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final long MAX_HEIGHT = 100;
    private static final ByteString SIGNATURE = ByteString.copyFrom(new byte[64]);

    private final InMemorySignatures signatures = new InMemorySignatures();
    private final SettableLeader leader = new SettableLeader();
    private final Answers answers = new Answers(
            new LinkSettings(
                    "validator",
                    new ValidatorAddress.Unix(Path.of("/nowhere")),
                    Requests.CHAIN,
                    OptionalLong.of(MAX_HEIGHT),
                    Optional.empty(),
                    LinkMode.ALL),
            signatures,
            leader);

    @Test
    void answersPublicKeyWithoutLeader() throws Exception {
        leader.heard(false);
        PrivvalReply reply = reply(answers.toRequest(new PrivvalRequest.PubKey(Requests.CHAIN)), Outcome.PUBLIC_KEY);
        assertThat(reply)
                .isInstanceOfSatisfying(
                        PrivvalReply.PubKey.class,
                        key -> assertThat(key.original()).contains(signatures.key()));
    }

    @Test
    void refusesPublicKeyOfAnotherChain() throws Exception {
        assertThat(refusal(answers.toRequest(new PrivvalRequest.PubKey("other")), PrivvalReply.Answered.PUB_KEY))
                .contains("other")
                .contains(Requests.CHAIN);
    }

    @Test
    void resetsWhileNoKeyIsLoaded() {
        signatures.keyLoaded(false);
        for (PrivvalRequest request : new PrivvalRequest[] {
            new PrivvalRequest.PubKey(Requests.CHAIN),
            Requests.request(Requests.prevote(1)),
            Requests.request(Requests.proposal(1))
        }) {
            assertThat(answers.toRequest(request))
                    .isInstanceOfSatisfying(
                            Answer.Reset.class,
                            reset -> assertThat(reset.ending()).isEqualTo(Ending.KEY_WITHHELD));
        }
    }

    @Test
    void answersPingOnlyWhileALeaderIsHeard() throws Exception {
        assertThat(reply(answers.toRequest(new PrivvalRequest.Ping()), Outcome.PONG))
                .isInstanceOf(PrivvalReply.Pong.class);
        leader.heard(false);
        assertThat(answers.toRequest(new PrivvalRequest.Ping()))
                .isInstanceOfSatisfying(
                        Answer.Reset.class, reset -> assertThat(reset.ending()).isEqualTo(Ending.LACK_OF_LEADER));
    }

    @Test
    void refusesRawBytesInTheirOwnResponse() throws Exception {
        refusal(
                answers.toRequest(new PrivvalRequest.RawBytes(ByteString.copyFromUtf8("x"))),
                PrivvalReply.Answered.RAW_BYTES);
    }

    @Test
    void refusesAnotherChainNamingWhatWasAsked() throws Exception {
        PrivvalRequest vote = new PrivvalRequest.SignVote("other\n-chain", Requests.prevote(7), false);
        assertThat(refusal(answers.toRequest(vote), PrivvalReply.Answered.VOTE))
                .contains("prevote:ABABABABAB at h/r/s 7/0/2")
                .doesNotContain("\n");
        PrivvalRequest proposal = new PrivvalRequest.SignProposal("other", Requests.proposal(7));
        assertThat(refusal(answers.toRequest(proposal), PrivvalReply.Answered.PROPOSAL))
                .contains("proposal:ABABABABAB at h/r/s 7/0/1");
    }

    @Test
    void refusesMalformedRequest() throws Exception {
        BlockId half = new BlockId(Requests.BLOCK.hash(), 0, ByteString.EMPTY);
        Vote vote = new Vote(1, 7, 0, half, Requests.TIME, ByteString.EMPTY);
        assertThat(refusal(answers.toRequest(Requests.request(vote)), PrivvalReply.Answered.VOTE))
                .contains("7/0/2");
    }

    @Test
    void refusesOnlyAboveMaxHeight() throws Exception {
        assertThat(answers.toRequest(Requests.request(Requests.prevote(MAX_HEIGHT))))
                .isEqualTo(new Answer.Sign(signatures.key()));
        assertThat(refusal(
                        answers.toRequest(Requests.request(Requests.proposal(MAX_HEIGHT + 1))),
                        PrivvalReply.Answered.PROPOSAL))
                .contains("max_height 100");
    }

    @Test
    void passesRefusalsOfTheClusterOn() throws Exception {
        SignatureResult refused = new SignatureResult.Refused("conflict at 7/0/prevote");
        assertThat(refusal(
                        answers.toResult(Requests.request(Requests.prevote(7)), refused), PrivvalReply.Answered.VOTE))
                .isEqualTo("conflict at 7/0/prevote");
    }

    @Test
    void answersSignedVoteSlimAndWithTheStoredTime() throws Exception {
        SignatureResult signed =
                new SignatureResult.Signed(SIGNATURE, Requests.TIME.minusSeconds(3), Optional.of(SIGNATURE));
        Answer answer = answers.toResult(
                Requests.request(Requests.precommit(7, ByteString.copyFrom(new byte[100_000]))), signed);
        assertThat(reply(answer, Outcome.SIGNED))
                .isEqualTo(
                        new PrivvalReply.SignedVote(SIGNATURE, Requests.TIME.minusSeconds(3), Optional.of(SIGNATURE)));
        assertThat(((Answer.Reply) answer).body()).hasSizeLessThan(200);
    }

    @Test
    void answersSignedProposal() throws Exception {
        SignatureResult signed = new SignatureResult.Signed(SIGNATURE, Requests.TIME, Optional.empty());
        assertThat(reply(answers.toResult(Requests.request(Requests.proposal(7)), signed), Outcome.SIGNED))
                .isEqualTo(new PrivvalReply.SignedProposal(SIGNATURE, Requests.TIME));
    }

    @Test
    void silenceResetsAndStaysAwayOnlyWithoutLeader() {
        SignatureResult silence = new SignatureResult.Silence("no quorum");
        PrivvalRequest request = Requests.request(Requests.prevote(7));
        assertThat(answers.toResult(request, silence)).isEqualTo(new Answer.Reset(Ending.SILENCE, "no quorum"));
        leader.heard(false);
        assertThat(answers.toResult(request, silence)).isEqualTo(new Answer.Reset(Ending.LACK_OF_LEADER, "no quorum"));
    }

    private static PrivvalReply reply(Answer answer, Outcome outcome) throws Exception {
        assertThat(answer).isInstanceOf(Answer.Reply.class);
        Answer.Reply reply = (Answer.Reply) answer;
        assertThat(reply.outcome()).isEqualTo(outcome);
        return ReplyCodec.decode(reply.body());
    }

    private static String refusal(Answer answer, PrivvalReply.Answered answered) throws Exception {
        PrivvalReply.Error error = (PrivvalReply.Error) reply(answer, Outcome.REFUSED);
        assertThat(error.answered()).isEqualTo(answered);
        return error.description();
    }
}
