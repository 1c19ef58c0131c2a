package io.raftkms.signer.signature;

import static io.raftkms.signer.link.Requests.precommit;
import static io.raftkms.signer.link.Requests.prevote;
import static io.raftkms.signer.link.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.raft.PeerCallException;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.key.KeyUnusableException;
import io.raftkms.signer.link.Requests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterSignatureServiceTest {
    private static final PrivvalRequest.Sign VOTE = request(prevote(5));
    private static final Duration TICK = Duration.ofMillis(20);

    private final SigningMember member = new SigningMember();
    private final SigningMember leader = new SigningMember();

    @Test
    void leaderSubmitsItselfAndForwardsNothing() {
        member.cluster.lead(1);

        CompletableFuture<SignatureResult> result = member.ask(VOTE);
        assertThat(result).isNotDone();
        member.cluster.commit(member.cluster.lastSubmitted());

        assertSigned(result);
        assertThat(member.cluster.calls).isEmpty();
        assertThat(member.service.waiting()).isZero();
    }

    @Test
    void followerForwardsTheWholeRequestAndSubmitsNothing() {
        member.cluster.follow(FakeMember.B, 1);
        PrivvalRequest extended = request(precommit(5, ByteString.copyFromUtf8("price 42")));

        CompletableFuture<SignatureResult> result = member.ask(extended);
        FakeMember.Call call = member.cluster.lastCall();
        call.reply().complete(leader.replyTo(call));

        assertThat(call.to()).isEqualTo(FakeMember.B);
        assertThat(call.deadline()).isEqualTo(SigningMember.HOLD);
        assertThat(signed(result).extensionSignature())
                .hasValueSatisfying(signature -> assertThat(member.verifier()
                                .verifies(
                                        SignBytes.extension(Requests.CHAIN, 5, 0, ByteString.copyFromUtf8("price 42")),
                                        signature))
                        .isTrue());
        assertThat(member.cluster.submitted).isEmpty();
        assertThat(member.key.asked).isEmpty();
    }

    @Test
    void unknownOutcomeIsSubmittedAgainWithTheSameBytes() {
        member.cluster.lead(1);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);

        member.cluster.lastSubmitted().lose("stepped down");
        assertThat(result).isNotDone();
        assertThat(member.cluster.submitted).hasSize(1);
        member.pass(TICK);

        assertThat(member.cluster.submitted).hasSize(2);
        assertThat(member.cluster.submitted.get(1).command())
                .isEqualTo(member.cluster.submitted.get(0).command());
        member.cluster.commit(member.cluster.lastSubmitted());
        assertSigned(result);
    }

    @Test
    void commandThatWasCommittedAfterAllIsReusedByTheSecondTry() {
        member.cluster.lead(1);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);

        FakeMember.Submitted first = member.cluster.lastSubmitted();
        member.cluster.commit(first.command());
        first.lose("no commit within 1 s");
        member.pass(TICK);

        assertSigned(result);
        assertThat(member.cluster.submitted).as("the applied state answers").hasSize(1);
    }

    @Test
    void newLeaderIsAskedWhileTheCallToTheOldOneHangs() {
        member.cluster.follow(FakeMember.B, 1);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);
        member.pass(TICK);
        assertThat(member.cluster.calls).as("one call at a time to one leader").hasSize(1);

        member.cluster.loseLeader(2);
        member.pass(TICK);
        member.cluster.follow(FakeMember.C, 2);

        assertThat(member.cluster.calls)
                .extracting(FakeMember.Call::to)
                .as("without waiting for the tick")
                .containsExactly(FakeMember.B, FakeMember.C);
        member.cluster.lastCall().reply().complete(leader.replyTo(member.cluster.lastCall()));
        assertSigned(result);
    }

    @Test
    void answerOfAnOlderAttemptStillEndsItAndLaterOnesChangeNothing() {
        member.cluster.follow(FakeMember.B, 1);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);
        member.cluster.follow(FakeMember.C, 2);

        FakeMember.Call old = member.cluster.calls.get(0);
        old.reply().complete(leader.replyTo(old));
        SignatureResult ended = result.join();
        member.cluster.lastCall().reply().complete(ForwardCodec.encode(new LeaderReply.Refused("conflicting data")));

        assertThat(ended).isInstanceOf(SignatureResult.Signed.class);
        assertThat(result.join()).isSameAs(ended);
    }

    @Test
    void failureOfAnOlderAttemptDoesNotMakeItAskTheNewLeaderTwice() {
        member.cluster.follow(FakeMember.B, 1);
        member.ask(VOTE);
        member.cluster.follow(FakeMember.C, 2);

        member.cluster.calls.get(0).reply().completeExceptionally(new PeerCallException("reset", null));
        member.pass(TICK);

        assertThat(member.cluster.calls).hasSize(2);
    }

    @Test
    void sameLeaderInANewTermIsAskedAgain() {
        member.cluster.follow(FakeMember.B, 1);
        member.ask(VOTE);

        member.cluster.follow(FakeMember.B, 2);

        assertThat(member.cluster.calls).hasSize(2);
    }

    @Test
    void failedCallIsRepeatedOnTheNextLookAndNotBefore() {
        member.cluster.follow(FakeMember.B, 1);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);

        member.cluster.lastCall().reply().completeExceptionally(new PeerCallException("refused", null));
        assertThat(member.cluster.calls).hasSize(1);
        member.pass(Duration.ofMillis(500));

        assertThat(member.cluster.calls).hasSize(2);
        assertThat(member.cluster.lastCall().deadline())
                .as("what is left of the hold")
                .isEqualTo(Duration.ofMillis(3500));
        assertThat(result).isNotDone();
    }

    @Test
    void memberThatComesToLeadWhileItsCallHangsSubmitsItself() {
        member.cluster.follow(FakeMember.B, 1);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);

        member.cluster.lead(2);
        member.cluster.commit(member.cluster.lastSubmitted());

        assertSigned(result);
    }

    @Test
    void leaderThatIsNotReadyWaitsUntilItIs() {
        member.cluster.leadUnready(1);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);
        member.pass(TICK);
        assertThat(member.cluster.submitted).isEmpty();

        member.cluster.lead(1);

        assertThat(member.cluster.submitted).hasSize(1);
        member.cluster.commit(member.cluster.lastSubmitted());
        assertSigned(result);
    }

    @Test
    void refusalOfTheRuleGoesBackAtOnce() {
        member.cluster.lead(1);
        CompletableFuture<SignatureResult> first = member.ask(VOTE);
        member.cluster.commit(member.cluster.lastSubmitted());
        assertSigned(first);

        CompletableFuture<SignatureResult> second = member.ask(request(prevote(4)));
        member.cluster.commit(member.cluster.lastSubmitted());

        assertThat(second.join())
                .isEqualTo(new SignatureResult.Refused("height regression: asked 4/0/prevote, last 5/0/prevote"));
    }

    @Test
    void holdEndsFourSecondsAfterReceipt() {
        member.cluster.follow(FakeMember.B, 1);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);

        member.pass(Duration.ofMillis(3999));
        assertThat(result).isNotDone();
        member.pass(Duration.ofMillis(1));

        assertThat(result.join()).isInstanceOf(SignatureResult.Silence.class);
        assertThat(member.service.waiting()).isZero();
    }

    @Test
    void holdCountsFromReceiptNotFromWhenItWasAsked() {
        member.cluster.follow(FakeMember.B, 1);
        long received = member.nanos.get();
        member.nanos.addAndGet(Duration.ofSeconds(3).toNanos());

        CompletableFuture<SignatureResult> result = member.service.sign("node", member.key.publicKey(), VOTE, received);
        assertThat(member.cluster.lastCall().deadline()).isEqualTo(Duration.ofSeconds(1));
        member.pass(Duration.ofSeconds(1));

        assertThat(result.join()).isInstanceOf(SignatureResult.Silence.class);
    }

    @Test
    void electionIsWaitedForUntilTheLeaderlessLimit() {
        member.cluster.loseLeader(2);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);

        member.cluster.heardLeader(SigningMember.LEADERLESS.minusMillis(1));
        member.pass(TICK);
        assertThat(result).isNotDone();
        member.cluster.heardLeader(SigningMember.LEADERLESS);
        member.pass(TICK);

        assertThat(result.join()).isEqualTo(new SignatureResult.Silence("no leader heard for 1500 ms"));
    }

    @Test
    void leaderThatIsKnownButNotHeardCountsAsNone() {
        member.cluster.follow(FakeMember.B, 1);
        member.cluster.heardLeader(SigningMember.LEADERLESS);

        assertThat(member.ask(VOTE).join()).isInstanceOf(SignatureResult.Silence.class);
        assertThat(member.cluster.calls).isEmpty();
    }

    @Test
    void nothingIsAskedAfterTheEnd() {
        member.cluster.follow(FakeMember.B, 1);
        member.ask(VOTE);
        member.pass(SigningMember.HOLD);
        int calls = member.cluster.calls.size();

        member.cluster.follow(FakeMember.C, 2);
        member.pass(TICK);

        assertThat(member.cluster.calls).hasSize(calls);
    }

    /** Everything but a decision of the rule: what the members do, and that it ends in silence, for the node to retry. */
    static List<Arguments> troubles() {
        return List.of(
                trouble("call fails", member -> failCall(member, new PeerCallException("connection reset", null))),
                trouble("call fails unexpectedly", member -> failCall(member, new IllegalStateException("defect"))),
                trouble("reply is garbage", member -> reply(member, new byte[] {(byte) 0xff, 1, 2})),
                trouble("reply is empty", member -> reply(member, new byte[0])),
                trouble(
                        "leader cannot now",
                        member -> reply(member, ForwardCodec.encode(new LeaderReply.NotNow("not the leader")))),
                trouble("no outcome", member -> {
                    member.cluster.lead(2);
                    member.cluster.lastSubmitted().lose("closing");
                }),
                trouble("key fails", member -> {
                    member.key.fail(new KeyUnusableException("store gone"));
                    commitHere(member);
                }),
                trouble("key is too slow", member -> {
                    member.key.fail(new TimeoutException());
                    commitHere(member);
                }),
                trouble("key signs wrongly", member -> {
                    member.key.signWrongly();
                    commitHere(member);
                }),
                trouble("commit comes too late to sign", member -> {
                    member.cluster.lead(2);
                    member.nanos.addAndGet(SigningMember.HOLD.toNanos() - 1);
                    member.cluster.commit(member.cluster.lastSubmitted());
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void troubleEndsInSilenceNeverInAnErrorForTheNode(String name, Consumer<SigningMember> trouble) {
        member.cluster.follow(FakeMember.B, 1);
        CompletableFuture<SignatureResult> result = member.ask(VOTE);

        trouble.accept(member);
        assertThat(result).as("held").isNotDone();
        member.pass(SigningMember.HOLD);

        assertThat(result.join()).isInstanceOf(SignatureResult.Silence.class);
    }

    @Test
    void requestWhoseLookFailsDoesNotKeepOthersFromTheirEnd() {
        member.cluster.follow(FakeMember.B, 1);
        member.cluster.callsThrow(true);
        CompletableFuture<SignatureResult> first = member.ask(VOTE);
        member.pass(TICK);
        member.cluster.callsThrow(false);
        CompletableFuture<SignatureResult> second = member.ask(request(prevote(6)));
        member.pass(TICK);

        assertThat(member.cluster.calls).as("both are asked after all").hasSize(2);
        member.pass(SigningMember.HOLD);
        assertThat(first.join()).isInstanceOf(SignatureResult.Silence.class);
        assertThat(second.join()).isInstanceOf(SignatureResult.Silence.class);
    }

    @Test
    void changeOfLeadershipWhileClosingIsHarmless() {
        member.cluster.follow(FakeMember.B, 1);
        member.scheduler.shutdownNow();

        member.cluster.loseLeader(2);

        assertThat(member.service.waiting()).isZero();
    }

    private static Arguments trouble(String name, Consumer<SigningMember> what) {
        return Arguments.of(name, what);
    }

    private static void failCall(SigningMember member, Exception failure) {
        member.cluster.lastCall().reply().completeExceptionally(failure);
    }

    private static void reply(SigningMember member, byte[] bytes) {
        member.cluster.lastCall().reply().complete(bytes);
    }

    private static void commitHere(SigningMember member) {
        member.cluster.lead(2);
        member.cluster.commit(member.cluster.lastSubmitted());
    }

    private void assertSigned(CompletableFuture<SignatureResult> result) {
        SignatureResult.Signed signed = signed(result);
        assertThat(signed.timestamp()).isEqualTo(Requests.TIME);
        assertThat(member.verifier().verifies(SignBytes.vote(Requests.CHAIN, prevote(5)), signed.signature()))
                .isTrue();
    }

    private static SignatureResult.Signed signed(CompletableFuture<SignatureResult> result) {
        assertThat(result).isCompleted();
        assertThat(result.join()).isInstanceOf(SignatureResult.Signed.class);
        return (SignatureResult.Signed) result.join();
    }
}
