package io.raftkms.signer.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.Delimited;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.privval.RequestCodec;
import io.raftkms.protocol.secretconnection.NodeId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.signature.SignatureResult;
import io.raftkms.signer.simulator.AcceptGeneration;
import io.raftkms.signer.simulator.HalfDoneDial;
import io.raftkms.signer.simulator.SigningOutcome;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ValidatorLinksTest {
    private final LinkFixture fixture = new LinkFixture();

    @BeforeAll
    static void pollQuickly() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(AcceptGeneration.class)
    void signsForANodeOfEveryAcceptGeneration(AcceptGeneration generation) throws Exception {
        SimulatedValidator node = fixture.node(generation);
        ValidatorLinks links = fixture.member(LinkMode.ALL, node);
        assertThat(node.start()).isEqualTo(fixture.signatures.key());
        assertThat(node.ping()).isTrue();
        assertSigned(node.signProposal(Requests.proposal(1)));
        assertSigned(node.signVote(Requests.prevote(1)));
        assertSigned(node.signVote(Requests.precommit(1, ByteString.copyFrom(new byte[100_000]))));
        LinkStatus status = links.status().get(0);
        assertThat(status.state()).isEqualTo(LinkState.ADMITTED);
        assertThat(status.peer()).isPresent();
        assertThat(status.requests()).isEqualTo(5);
        assertThat(status.lastAsked()).contains(new HeightRoundStep(1, 0, Step.PRECOMMIT));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void signsOverEveryTransport(Transport transport, @TempDir Path directory) throws Exception {
        SimulatedValidator tcp = fixture.node(LinkFixture.tcp("tcp"));
        SimulatedValidator unix =
                fixture.node(LinkFixture.settings("unix", UnixDomainSocketAddress.of(directory.resolve("node.sock"))));
        fixture.member(transport, fixture.signatures, LinkMode.ALL, tcp, unix);
        tcp.start();
        unix.start();
        assertSigned(tcp.signVote(Requests.prevote(1)));
        assertSigned(unix.signVote(Requests.prevote(2)));
        unix.restart();
        assertSigned(unix.signVote(Requests.prevote(3)));
    }

    @Test
    void refusalKeepsTheLink() throws Exception {
        SimulatedValidator node = started(LinkMode.ALL);
        assertSigned(node.signVote(Requests.prevote(5)));
        String connection = node.connection();
        assertThat(node.signVote(Requests.prevote(4))).isInstanceOf(SigningOutcome.Refused.class);
        assertSigned(node.signVote(Requests.prevote(6)));
        assertThat(node.connection()).isEqualTo(connection);
    }

    @Test
    void parkedMemberTakesOverWhenTheAdmittedOneEnds() throws Exception {
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        ValidatorLinks first = fixture.member(LinkMode.ALL, node);
        node.start();
        ValidatorLinks second = fixture.member(LinkMode.ALL, node);
        await().until(() -> second.status().get(0).state() == LinkState.PARKED);
        assertThat(first.status().get(0).state()).isEqualTo(LinkState.ADMITTED);
        first.close();
        assertSigned(node.signVote(Requests.prevote(1)));
        assertThat(second.status().get(0).state()).isEqualTo(LinkState.ADMITTED);
    }

    @Test
    void spareConnectionIsSilentAndHealthyUntilItIsNeeded() throws Exception {
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING_WITH_SPARE);
        Thread starting = startingBeforeAnySigner(node);
        ValidatorLinks one = fixture.member(LinkMode.ALL, node);
        ValidatorLinks other = fixture.member(LinkMode.ALL, node);
        starting.join();
        await().until(() -> shookHands(one) && shookHands(other));
        ValidatorLinks admitted = state(one) == LinkState.ADMITTED ? one : other;
        ValidatorLinks spare = admitted == one ? other : one;
        assertThat(state(spare)).isEqualTo(LinkState.PARKED);
        assertThat(fixture.events.endings).isEmpty();
        admitted.close();
        assertSigned(node.signVote(Requests.prevote(1)));
        assertThat(state(spare)).isEqualTo(LinkState.ADMITTED);
    }

    /** The node's first request arms its accept loop a second time only if no signer is there yet. */
    private static Thread startingBeforeAnySigner(SimulatedValidator node) {
        Thread starting = new Thread(() -> {
            try {
                node.start();
            } catch (IOException noSigner) {
                throw new UncheckedIOException(noSigner);
            }
        });
        starting.start();
        await().until(() -> starting.getState() == Thread.State.TIMED_WAITING);
        return starting;
    }

    private static boolean shookHands(ValidatorLinks links) {
        return links.status().get(0).peer().isPresent();
    }

    private static LinkState state(ValidatorLinks links) {
        return links.status().get(0).state();
    }

    @Test
    void reconnectsAfterEveryRestartOfTheNode() throws Exception {
        SimulatedValidator node = started(LinkMode.ALL);
        for (int i = 1; i <= 10; i++) {
            long began = System.nanoTime();
            node.restart();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            assertSigned(node.signVote(Requests.prevote(i)));
        }
    }

    @Test
    void survivesTenHalfDoneDials() throws Exception {
        SimulatedValidator node = started(LinkMode.ALL);
        for (int i = 0; i < 10; i++) {
            node.leaveNextDialer(HalfDoneDial.values()[i % HalfDoneDial.values().length]);
        }
        node.disconnect(true);
        assertSigned(node.signVote(Requests.prevote(1)));
    }

    @Test
    void secondRequestBeforeTheAnswerResetsTheLink() throws Exception {
        SimulatedValidator node = started(LinkMode.ALL);
        byte[] twoPings = {2, 0x3a, 0, 2, 0x3a, 0};
        assertThat(node.endsAfter(twoPings, Duration.ofSeconds(1))).isTrue();
        await().until(() -> fixture.events.endings.equals(List.of(Ending.VIOLATION)));
        assertSigned(node.signVote(Requests.prevote(1)));
    }

    @Test
    void silenceResetsAndTheRetryIsAnswered() throws Exception {
        SimulatedValidator node = started(LinkMode.ALL);
        fixture.signatures.answerBy(result -> {
            fixture.signatures.answer();
            return CompletableFuture.completedFuture(new SignatureResult.Silence("unknown outcome"));
        });
        assertSigned(node.signVote(Requests.prevote(1)));
        assertThat(fixture.events.endings).containsExactly(Ending.SILENCE);
        assertThat(fixture.events.states).doesNotContain(LinkState.WAITING_FOR_LEADER);
    }

    @Test
    void leaderlessMemberLeavesWhenAdmittedAndIdleAndComesBackWithALeader() throws Exception {
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        ValidatorLinks links = fixture.member(LinkMode.ALL, node);
        node.start();
        fixture.leader.heard(false);
        await().until(() -> links.status().get(0).state() == LinkState.WAITING_FOR_LEADER);
        assertThat(fixture.events.endings).containsExactly(Ending.LACK_OF_LEADER);
        fixture.leader.heard(true);
        await().until(() -> links.status().get(0).state() == LinkState.PARKED);
        assertSigned(node.signVote(Requests.prevote(1)));
    }

    @Test
    void memberThatNeverHeardALeaderGivesTheKeyAndThenLeaves() throws Exception {
        fixture.leader.heard(false);
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        ValidatorLinks links = fixture.member(LinkMode.ALL, node);
        assertThat(node.start()).isEqualTo(fixture.signatures.key());
        await().until(() -> links.status().get(0).state() == LinkState.WAITING_FOR_LEADER);
        assertThat(fixture.events.outcomes).containsExactly(Outcome.PUBLIC_KEY);
    }

    @Test
    void leaderlessMemberKeepsAParkedLink() throws Exception {
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        fixture.member(LinkMode.ALL, node);
        node.start();
        ValidatorLinks parked = fixture.member(LinkMode.ALL, node);
        await().until(() -> parked.status().get(0).state() == LinkState.PARKED);
        fixture.leader.heard(false);
        await().until(() -> fixture.events.endings.contains(Ending.LACK_OF_LEADER));
        assertThat(parked.status().get(0).state()).isEqualTo(LinkState.PARKED);
    }

    @Test
    void silenceWithoutLeaderStaysAwayUntilOneIsHeard() throws Exception {
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        ValidatorLinks links = fixture.member(LinkMode.ALL, node);
        node.start();
        CompletableFuture<SignatureResult> held = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        fixture.signatures.answerBy(result -> {
            asked.countDown();
            return held;
        });
        CompletableFuture<SigningOutcome> outcome = signLater(node, 1);
        asked.await();
        fixture.leader.heard(false);
        assertThat(state(links)).isEqualTo(LinkState.ADMITTED);
        held.complete(new SignatureResult.Silence("no leader"));
        await().until(() -> state(links) == LinkState.WAITING_FOR_LEADER);
        fixture.signatures.answer();
        fixture.leader.heard(true);
        assertSigned(outcome.get(5, TimeUnit.SECONDS));
        assertThat(fixture.events.endings).containsExactly(Ending.LACK_OF_LEADER);
    }

    @Test
    void pingWithoutLeaderIsAnsweredByReset() throws Exception {
        SimulatedValidator node = started(LinkMode.ALL);
        fixture.leader.heardQuietly(false);
        assertThat(node.ping()).isFalse();
        await().until(() -> fixture.events.endings.equals(List.of(Ending.LACK_OF_LEADER)));
    }

    @Test
    void modeLeaderDialsOnlyWhileLeading() throws Exception {
        fixture.leader.leading(false);
        SimulatedValidator node = fixture.node(AcceptGeneration.ONE_PER_TRIGGER);
        ValidatorLinks links = fixture.member(LinkMode.LEADER, node);
        await().until(() -> links.status().get(0).state() == LinkState.WAITING_FOR_LEADER);
        assertThat(fixture.events.states).doesNotContain(LinkState.PARKED);
        fixture.leader.leading(true);
        node.start();
        assertSigned(node.signVote(Requests.prevote(1)));
        fixture.leader.leading(false);
        await().until(() -> links.status().get(0).state() == LinkState.WAITING_FOR_LEADER);
        assertThat(fixture.events.endings).containsExactly(Ending.STEPPED_DOWN);
    }

    @Test
    void linkWithoutAKeyToShowDialsNobodyAndComesOnceItHasOne() throws Exception {
        fixture.signatures.keyLoaded(false);
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        ValidatorLinks links = fixture.member(LinkMode.ALL, node);
        await().until(() -> state(links) == LinkState.WAITING_FOR_KEY);
        assertThat(fixture.events.states).doesNotContain(LinkState.PARKED);

        fixture.signatures.keyLoaded(true);

        assertThat(node.start()).isEqualTo(fixture.signatures.key());
        assertSigned(node.signVote(Requests.prevote(1)));
    }

    @Test
    void linkWhoseKeyIsWithheldLeavesAParkedConnectionToo() throws Exception {
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        ValidatorLinks links = fixture.member(LinkMode.ALL, node);
        await().until(() -> state(links) == LinkState.PARKED);

        fixture.signatures.keyLoaded(false);
        fixture.leader.heard(true);

        await().until(() -> state(links) == LinkState.WAITING_FOR_KEY);
        assertThat(fixture.events.endings).containsExactly(Ending.KEY_WITHHELD);
    }

    @Test
    void pinnedIdThatDoesNotMatchIsLeft() throws Exception {
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        NodeId other = NodeId.parse("0123456789abcdef0123456789abcdef01234567");
        LinkSettings pinned =
                fixture.link("node", LinkFixture.address(node.address(), Optional.of(other)), LinkMode.ALL);
        ValidatorLinks links = fixture.member(Transport.available(), fixture.signatures, List.of(pinned));
        await().until(() -> fixture.events.endings.contains(Ending.WRONG_NODE));
        assertThat(links.status().get(0).lastError().orElse(""))
                .contains(other.hex())
                .contains("at every start");
        assertThat(links.status().get(0).requests()).isZero();
    }

    @Test
    void dialsOnWhileNobodyListensAndWhenAHostIsUnknown() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ValidatorLinks links = fixture.member(
                Transport.available(),
                fixture.signatures,
                List.of(
                        fixture.link(
                                "refused", new ValidatorAddress.Tcp(Optional.empty(), "127.0.0.1", port), LinkMode.ALL),
                        fixture.link(
                                "unknown",
                                new ValidatorAddress.Tcp(Optional.empty(), "nowhere.invalid", 1),
                                LinkMode.ALL)));
        await().until(() ->
                links.status().stream().allMatch(status -> status.lastError().isPresent()));
        assertThat(links.status().get(1).lastError().orElse("")).contains("unknown host");
        assertThat(links.status()).allMatch(status -> status.state() == LinkState.DIALING);
    }

    @Test
    void closeFinishesTheOutstandingRequest() throws Exception {
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        ValidatorLinks links = fixture.member(LinkMode.ALL, node);
        node.start();
        CompletableFuture<SignatureResult> held = new CompletableFuture<>();
        CompletableFuture<SignatureResult> decided = new CompletableFuture<>();
        fixture.signatures.answerBy(result -> {
            result.thenAccept(decided::complete);
            return held;
        });
        CompletableFuture<SigningOutcome> outcome = signLater(node, 1);
        SignatureResult result = decided.get(5, TimeUnit.SECONDS);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(links::close);
        held.complete(result);
        assertSigned(outcome.get(5, TimeUnit.SECONDS));
        closing.get(10, TimeUnit.SECONDS);
        assertThat(links.status().get(0).state()).isEqualTo(LinkState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void closesByResetSoThatTheNodeTurnsAwayWithItsFirstTry(Transport transport) throws Exception {
        SimulatedValidator node =
                fixture.node(LinkFixture.tcp("node").withTimings(LinkFixture.NODE_TIMINGS.withAttempts(1)));
        ValidatorLinks links = fixture.member(transport, fixture.signatures, LinkMode.ALL, node);
        node.start();
        links.close();
        assertThat(node.signVote(Requests.prevote(1))).isInstanceOf(SigningOutcome.Lost.class);
        assertThat(node.connection()).isEmpty();
    }

    @Test
    void lateAnswerNeverReachesALaterConnection() throws Exception {
        SimulatedValidator node = started(LinkMode.ALL);
        CompletableFuture<SignatureResult> held = new CompletableFuture<>();
        CompletableFuture<SignatureResult> decided = new CompletableFuture<>();
        fixture.signatures.answerBy(result -> {
            result.thenAccept(decided::complete);
            fixture.signatures.answer();
            return held;
        });
        byte[] frame = Delimited.frame(RequestCodec.encode(Requests.request(Requests.prevote(1))));
        assertThat(node.endsAfter(frame, Duration.ofMillis(50))).isFalse();
        PrivvalRequest other = Requests.request(Requests.prevote(2));
        SigningOutcome.Signed signed = assertSigned(node.sign(other));
        held.complete(decided.get(1, TimeUnit.SECONDS));
        await().until(() -> fixture.events.outcomes.contains(Outcome.DROPPED));
        assertThat(assertSigned(node.sign(other)).signature()).isEqualTo(signed.signature());
    }

    private SimulatedValidator started(LinkMode mode) throws Exception {
        SimulatedValidator node = fixture.node(AcceptGeneration.REARMING);
        fixture.member(mode, node);
        node.start();
        return node;
    }

    private static CompletableFuture<SigningOutcome> signLater(SimulatedValidator node, long height) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return node.signVote(Requests.prevote(height));
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
    }

    private static SigningOutcome.Signed assertSigned(SigningOutcome outcome) {
        assertThat(outcome).isInstanceOf(SigningOutcome.Signed.class);
        return (SigningOutcome.Signed) outcome;
    }
}
