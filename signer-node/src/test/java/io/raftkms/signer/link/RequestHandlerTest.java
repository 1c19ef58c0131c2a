package io.raftkms.signer.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.secretconnection.NodeId;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.signature.SignatureResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestHandlerTest {
    private final InMemorySignatures signatures = new InMemorySignatures();
    private final SettableLeader leader = new SettableLeader();
    private final List<CompletableFuture<SignatureResult>> held = new ArrayList<>();
    private final Recorder owner = new Recorder();
    private RequestHandler handler;
    private EmbeddedChannel channel;

    @BeforeEach
    void connect() {
        LinkSettings settings = new LinkSettings(
                "validator",
                new ValidatorAddress.Unix(Path.of("/nowhere")),
                Requests.CHAIN,
                OptionalLong.empty(),
                Optional.empty(),
                LinkMode.ALL);
        handler = new RequestHandler(
                settings.id(),
                new Answers(settings, signatures, leader),
                signatures,
                LinkTimings.standard(Duration.ofMillis(1_500)),
                owner);
        channel = new EmbeddedChannel(handler);
    }

    @Test
    void parkedConnectionHasNoTimeout() {
        channel.advanceTimeBy(365, TimeUnit.DAYS);
        channel.runScheduledPendingTasks();
        assertThat(channel.pipeline().get(ReadTimeoutHandler.class)).isNull();
        assertThat(channel.isOpen()).isTrue();
        assertThat(owner.states).containsExactly(LinkState.PARKED);
    }

    @Test
    void admittedConnectionEndsAfterTenSilentSeconds() {
        channel.freezeTime();
        channel.writeInbound(new PrivvalRequest.Ping());
        channel.advanceTimeBy(9_900, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(200, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(owner.endings).containsExactly(Ending.READ_TIMEOUT);
        assertThat(owner.states).containsExactly(LinkState.PARKED, LinkState.ADMITTED);
    }

    @Test
    void secondRequestBeforeTheAnswerIsAViolation() {
        holdAnswers();
        channel.writeInbound(Requests.request(Requests.prevote(1)));
        channel.writeInbound(new PrivvalRequest.Ping());
        channel.runPendingTasks();
        assertThat(owner.endings).containsExactly(Ending.VIOLATION);
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(owner.outcomes).containsExactly(Outcome.SILENT);
    }

    @Test
    void lateAnswerIsDropped() {
        holdAnswers();
        channel.writeInbound(Requests.request(Requests.prevote(1)));
        channel.close();
        held.get(0).complete(decided());
        channel.runPendingTasks();
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(owner.outcomes).containsExactly(Outcome.SILENT, Outcome.DROPPED);
    }

    @Test
    void answersArriveInTurn() {
        holdAnswers();
        channel.writeInbound(Requests.request(Requests.prevote(1)));
        assertThat(channel.<Object>readOutbound()).isNull();
        held.get(0).complete(decided());
        channel.runPendingTasks();
        assertThat(channel.<byte[]>readOutbound()).isNotNull();
        channel.writeInbound(new PrivvalRequest.Ping());
        assertThat(channel.<byte[]>readOutbound()).isNotNull();
        assertThat(owner.outcomes).containsExactly(Outcome.SIGNED, Outcome.PONG);
    }

    @Test
    void failedServiceEndsInSilence() {
        holdAnswers();
        channel.writeInbound(Requests.request(Requests.prevote(1)));
        held.get(0).completeExceptionally(new IllegalStateException("defect"));
        channel.runPendingTasks();
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(owner.endings).containsExactly(Ending.SILENCE);
    }

    @Test
    void drainWaitsForTheOutstandingAnswerThenResets() {
        holdAnswers();
        channel.freezeTime();
        channel.writeInbound(Requests.request(Requests.prevote(1)));
        handler.drain();
        assertThat(channel.isOpen()).isTrue();
        held.get(0).complete(decided());
        channel.runPendingTasks();
        assertThat(channel.<byte[]>readOutbound()).isNotNull();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(owner.endings).containsExactly(Ending.STOPPED);
    }

    @Test
    void drainingConnectionAnswersNothingNew() {
        holdAnswers();
        channel.writeInbound(Requests.request(Requests.prevote(1)));
        handler.drain();
        held.get(0).complete(decided());
        channel.runPendingTasks();
        channel.readOutbound();
        channel.writeInbound(Requests.request(Requests.prevote(2)));
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(held).hasSize(1);
        assertThat(owner.endings).containsExactly(Ending.STOPPED);
    }

    @Test
    void drainResetsAnIdleConnectionAtOnce() {
        handler.drain();
        assertThat(channel.isOpen()).isFalse();
        assertThat(owner.endings).containsExactly(Ending.STOPPED);
    }

    /** Reset right behind an answer, and the answer may never be read. */
    @Test
    void answerThatWasJustGivenHasTimeToArriveBeforeTheReset() {
        channel.freezeTime();
        channel.writeInbound(new PrivvalRequest.Ping());
        assertThat(channel.<byte[]>readOutbound()).isNotNull();

        handler.drain();
        channel.advanceTimeBy(99, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(owner.endings).containsExactly(Ending.STOPPED);
    }

    @Test
    void leavingCutsOffWhatIsOutstandingButNotWhatWasAnswered() {
        channel.freezeTime();
        channel.writeInbound(new PrivvalRequest.Ping());
        handler.leave(Ending.STEPPED_DOWN, "leads no more");
        assertThat(channel.isOpen()).isTrue();

        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(owner.endings).containsExactly(Ending.STEPPED_DOWN);

        connect();
        holdAnswers();
        channel.writeInbound(Requests.request(Requests.prevote(1)));
        handler.leave(Ending.STEPPED_DOWN, "leads no more");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void longAnsweredConnectionIsLeftAtOnce() {
        channel.freezeTime();
        channel.writeInbound(new PrivvalRequest.Ping());
        channel.advanceTimeBy(1, TimeUnit.SECONDS);

        handler.leave(Ending.LACK_OF_LEADER, "no leader is heard");

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answerThatCannotBeSentResets() {
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                promise.setFailure(new IllegalStateException("cannot seal"));
            }
        });
        channel.writeInbound(new PrivvalRequest.Ping());
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(owner.endings).containsExactly(Ending.DEFECT);
        assertThat(owner.outcomes).containsExactly(Outcome.PONG);
    }

    @Test
    void defectResetsInsteadOfStayingHalfAlive() {
        channel.pipeline().fireExceptionCaught(new IllegalStateException("defect"));
        assertThat(owner.endings).containsExactly(Ending.DEFECT);
    }

    private void holdAnswers() {
        signatures.answerBy(result -> {
            CompletableFuture<SignatureResult> later = new CompletableFuture<>();
            held.add(later);
            return later;
        });
    }

    private static SignatureResult decided() {
        return new SignatureResult.Signed(
                com.google.protobuf.ByteString.copyFrom(new byte[64]), Requests.TIME, Optional.empty());
    }

    private static final class Recorder implements ConnectionOwner {
        private final List<LinkState> states = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private final List<Ending> endings = new ArrayList<>();

        @Override
        public void progressed(RequestHandler connection, LinkState state, Optional<NodeId> peer) {
            states.add(state);
        }

        @Override
        public void received(PrivvalRequest request) {}

        @Override
        public void answered(
                RequestHandler connection, PrivvalRequest request, Outcome outcome, String detail, Duration took) {
            outcomes.add(outcome);
        }

        @Override
        public void ended(RequestHandler connection, Ending ending, String reason) {
            endings.add(ending);
        }
    }
}
