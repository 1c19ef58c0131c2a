package io.raftkms.signer.signature;

import static io.raftkms.signer.link.Requests.BLOCK;
import static io.raftkms.signer.link.Requests.TIME;
import static io.raftkms.signer.link.Requests.precommit;
import static io.raftkms.signer.link.Requests.prevote;
import static io.raftkms.signer.link.Requests.proposal;
import static io.raftkms.signer.link.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.key.KeyHealth;
import io.raftkms.signer.link.Requests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The leader's part of a signature, and what it releases. */
class LeaderSigningTest {
    private static final ByteString EXTENSION = ByteString.copyFromUtf8("price 42");

    private final SigningMember member = new SigningMember();

    @Test
    void nothingIsSignedBeforeTheReservationIsCommitted() {
        CompletableFuture<LeaderReply> reply = member.lead(request(prevote(5)));
        assertThat(member.key.asked).isEmpty();

        member.cluster.commit(member.cluster.lastSubmitted());

        assertThat(reply.join()).isInstanceOf(LeaderReply.Signed.class);
        assertThat(member.key.asked).containsExactly(bytes(prevote(5)));
    }

    @Test
    void whatTheLogRefusesIsNotSigned() {
        CompletableFuture<LeaderReply> reply = member.lead(request(prevote(5)));
        member.cluster.commit(reserve(prevote(6)));

        member.cluster.commit(member.cluster.lastSubmitted());

        assertThat(reply.join()).isInstanceOf(LeaderReply.Refused.class);
        assertThat(member.key.asked).isEmpty();
    }

    @Test
    void unknownOutcomeIsNotSigned() {
        CompletableFuture<LeaderReply> reply = member.lead(request(prevote(5)));

        member.cluster.lastSubmitted().lose("stepped down");

        assertThat(reply.join()).isEqualTo(new LeaderReply.NotNow("stepped down"));
        assertThat(member.key.asked).isEmpty();
    }

    @Test
    void signsTheReservedBytesNotThoseOfTheRequest() {
        member.cluster.commit(reserve(prevote(5)));
        Vote later = new Vote(Step.PREVOTE.messageType(), 5, 0, BLOCK, TIME.plusSeconds(1), ByteString.EMPTY);

        LeaderReply.Signed signed =
                (LeaderReply.Signed) member.lead(request(later)).join();

        assertThat(signed.timestamp()).isEqualTo(TIME);
        assertThat(member.key.asked).containsExactly(bytes(prevote(5)));
        assertThat(member.cluster.submitted).as("the applied state answers").isEmpty();
    }

    @Test
    void signsTheReservedBytesWhenTheLogFindsOutThatTheyWereReservedBefore() {
        Vote later = new Vote(Step.PREVOTE.messageType(), 5, 0, BLOCK, TIME.plusSeconds(1), ByteString.EMPTY);
        CompletableFuture<LeaderReply> reply = member.lead(request(later));
        member.cluster.commit(reserve(prevote(5)));

        member.cluster.commit(member.cluster.lastSubmitted());

        assertThat(((LeaderReply.Signed) reply.join()).timestamp()).isEqualTo(TIME);
        assertThat(member.key.asked).containsExactly(bytes(prevote(5)));
    }

    @Test
    void conflictIsAnsweredFromTheAppliedState() {
        member.cluster.commit(reserve(prevote(5)));
        Vote nil = new Vote(Step.PREVOTE.messageType(), 5, 0, BlockId.NIL, TIME, ByteString.EMPTY);

        assertThat(member.lead(request(nil)).join()).isInstanceOf(LeaderReply.Refused.class);
        assertThat(member.cluster.submitted).isEmpty();
        assertThat(member.key.asked).isEmpty();
    }

    /** A lowering that is not applied here yet makes it a reservation. */
    @Test
    void regressionIsRefusedByTheLogOnly() {
        member.cluster.commit(reserve(prevote(5)));

        CompletableFuture<LeaderReply> reply = member.lead(request(proposal(5)));

        assertThat(reply).isNotDone();
        member.cluster.commit(member.cluster.lastSubmitted());
        assertThat(reply.join()).isInstanceOf(LeaderReply.Refused.class);
        assertThat(member.key.asked).isEmpty();
    }

    @Test
    void memberThatDoesNotLeadAnswersNothingFromItsAppliedState() {
        member.cluster.commit(reserve(prevote(5)));
        Vote nil = new Vote(Step.PREVOTE.messageType(), 5, 0, BlockId.NIL, TIME, ByteString.EMPTY);
        List<Runnable> roles = List.of(
                () -> member.cluster.follow(FakeMember.B, 2),
                () -> member.cluster.loseLeader(3),
                () -> member.cluster.leadUnready(4));

        for (Runnable role : roles) {
            role.run();
            for (Vote asked : List.of(nil, prevote(5))) {
                CompletableFuture<LeaderReply> reply = member.answer(request(asked));
                assertThat(reply).isNotDone();
                member.cluster.lastSubmitted().lose("does not lead");
                assertThat(reply.join()).isEqualTo(new LeaderReply.NotNow("does not lead"));
            }
        }
        assertThat(member.key.asked).isEmpty();
    }

    @Test
    void jumpIsRefusedByTheLogOnly() {
        CompletableFuture<LeaderReply> reply = member.lead(request(prevote(5000)));
        assertThat(member.cluster.submitted).hasSize(1);

        member.cluster.commit(member.cluster.lastSubmitted());

        assertThat(reply.join())
                .isEqualTo(new LeaderReply.Refused("height is too far above the last one: asked 5000/0/prevote, last"
                        + " height 0; if the chain really is there, run: raftkms state raise"));
    }

    @Test
    void extensionIsSignedBesideAPrecommitForABlockOnly() {
        assertThat(extensionSignature(prevote(5))).isFalse();
        assertThat(extensionSignature(precommit(5, EXTENSION))).isTrue();
        assertThat(extensionSignature(
                        new Vote(Step.PRECOMMIT.messageType(), 6, 0, BlockId.NIL, TIME, ByteString.EMPTY)))
                .isFalse();
        assertThat(member.key.asked).hasSize(4);
    }

    @Test
    void extensionIsNotSignedWhenTheNodeSkipsIt() {
        PrivvalRequest.Sign request = new PrivvalRequest.SignVote(Requests.CHAIN, precommit(5, EXTENSION), true);

        LeaderReply.Signed signed = (LeaderReply.Signed) committed(request);

        assertThat(signed.extensionSignature()).isEmpty();
        assertThat(member.key.asked).containsExactly(bytes(precommit(5, EXTENSION)));
    }

    @Test
    void changedExtensionOfAReusedPrecommitIsSignedAnew() {
        committed(request(precommit(5, EXTENSION)));

        LeaderReply reply = member.lead(request(precommit(5, ByteString.copyFromUtf8("price 43"))))
                .join();

        assertThat(reply).isInstanceOf(LeaderReply.Signed.class);
        assertThat(member.key.asked.subList(2, 4))
                .containsExactly(
                        bytes(precommit(5, EXTENSION)),
                        SignBytes.extension(Requests.CHAIN, 5, 0, ByteString.copyFromUtf8("price 43")));
    }

    @Test
    void extensionOfARefusedPrecommitIsNotSigned() {
        member.cluster.commit(reserve(precommit(6, EXTENSION)));

        assertThat(committed(request(precommit(5, EXTENSION)))).isInstanceOf(LeaderReply.Refused.class);
        assertThat(member.key.asked).isEmpty();
    }

    @Test
    void extensionIsNotSignedWithADecisionThatIsNoPrecommitForABlock() {
        SigningRequest asked = member.signing(request(precommit(5, EXTENSION)));
        Vote nil = new Vote(Step.PRECOMMIT.messageType(), 5, 0, BlockId.NIL, TIME, ByteString.EMPTY);

        LeaderReply reply = member.release
                .of(asked, new Decision.Reuse(asked.reservation().at(), bytes(nil)), SigningMember.HOLD)
                .join();

        assertThat(reply).isInstanceOf(LeaderReply.NotNow.class);
        assertThat(member.key.asked).isEmpty();
    }

    @Test
    void decisionAboutAnotherPositionOrNoVoteIsNotSigned() {
        SigningRequest asked = member.signing(request(prevote(5)));
        Reservation other = member.signing(request(prevote(6))).reservation();
        Reservation garbage = new Reservation(asked.reservation().at(), ByteString.copyFromUtf8("no vote"));

        for (Reservation wrong : List.of(other, garbage)) {
            LeaderReply reply = member.release
                    .of(asked, new Decision.Reserve(wrong), SigningMember.HOLD)
                    .join();
            assertThat(reply).isInstanceOf(LeaderReply.NotNow.class);
        }
        assertThat(member.key.asked).isEmpty();
    }

    @Test
    void signatureThatDoesNotVerifyNeverLeaves() {
        member.key.signWrongly();

        LeaderReply reply = committed(request(prevote(5)));

        assertThat(reply).isInstanceOf(LeaderReply.NotNow.class);
        assertThat(member.health.report().badSignatures()).isEqualTo(1);
        assertThat(((LeaderReply.NotNow) reply).reason()).contains("did not verify");
    }

    @Test
    void keyThatFailsIsNotAskedAgainBeforeItsSelfTest() {
        member.key.fail(new IllegalStateException("store gone"));
        assertThat(committed(request(prevote(5)))).isInstanceOf(LeaderReply.NotNow.class);
        member.key.repair();
        int asked = member.key.asked.size();

        assertThat(member.lead(request(prevote(5))).join()).isInstanceOf(LeaderReply.NotNow.class);
        assertThat(member.key.asked).hasSize(asked);
        member.health.selfTest(SigningMember.HOLD).join();
        assertThat(member.lead(request(prevote(5))).join()).isInstanceOf(LeaderReply.Signed.class);
    }

    @Test
    void lateCommitDoesNotCountAgainstTheKey() {
        CompletableFuture<LeaderReply> reply = member.lead(request(prevote(5)));

        member.nanos.addAndGet(
                SigningMember.HOLD.minus(Release.SHORTEST).plusNanos(1).toNanos());
        member.cluster.commit(member.cluster.lastSubmitted());

        assertThat(reply.join()).isEqualTo(new LeaderReply.NotNow("no time was left to sign"));
        assertThat(member.health.report().condition()).isEqualTo(KeyHealth.Condition.UNTESTED);
    }

    @Test
    void memberWithoutTheKeyReservesNothing() {
        SigningRequest foreign = SigningRequest.of(
                new KeyId(Requests.CHAIN, new RecordedKey(2).publicKey()), "node", request(prevote(5)));

        LeaderReply reply =
                member.leaderSigning.sign(foreign, Duration.ofSeconds(4)).join();

        assertThat(reply).isInstanceOf(LeaderReply.NotNow.class);
        assertThat(member.cluster.submitted).isEmpty();
    }

    private boolean extensionSignature(Vote vote) {
        return ((LeaderReply.Signed) committed(request(vote)))
                .extensionSignature()
                .isPresent();
    }

    private LeaderReply committed(PrivvalRequest.Sign request) {
        CompletableFuture<LeaderReply> reply = member.lead(request);
        member.cluster.commit(member.cluster.lastSubmitted());
        return reply.join();
    }

    private Command reserve(Vote vote) {
        return new Command.Reserve(member.keyId, member.signing(request(vote)).reservation());
    }

    private static ByteString bytes(Vote vote) {
        return SignBytes.vote(Requests.CHAIN, vote);
    }
}
