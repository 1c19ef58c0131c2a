package io.raftkms.signer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.raftkms.protocol.privval.Dialect;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.link.LinkFixture;
import io.raftkms.signer.link.Requests;
import io.raftkms.signer.link.ValidatorLinks;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the simulated node has the quirks of real ones: section 6 of the protocol's description of the node side. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SimulatedValidatorTest {
    private static final NodeTimings ONE_TRY =
            LinkFixture.NODE_TIMINGS.withAttempts(1).withWaits(Duration.ofMillis(500), Duration.ofMillis(500));

    private final LinkFixture fixture = new LinkFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void startFailsWithoutASigner() throws Exception {
        SimulatedValidator node = fixture.node(LinkFixture.tcp("node").withTimings(ONE_TRY));
        assertThatThrownBy(node::start).isInstanceOf(IOException.class).hasMessageContaining("can't get pubkey");
    }

    @Test
    void connectionResetIsDroppedByTheFirstTry() throws Exception {
        SimulatedValidator node = admittedThenParked(Dialect.V0_38, true);
        assertLost(node);
        assertThat(node.connection()).isEmpty();
        assertSigned(node);
    }

    @Test
    void cleanEndOfStreamIsDroppedByTheSecondTry() throws Exception {
        SimulatedValidator node = admittedThenParked(Dialect.V0_38, false);
        assertLost(node);
        assertThat(node.connection()).isNotEmpty();
        assertLost(node);
        assertThat(node.connection()).isEmpty();
        assertSigned(node);
    }

    @Test
    void cleanEndOfStreamIsDroppedByTheThirdTryOfABufferedWriter() throws Exception {
        SimulatedValidator node = admittedThenParked(Dialect.V1, false);
        assertLost(node);
        assertLost(node);
        assertThat(node.connection()).isNotEmpty();
        assertLost(node);
        assertThat(node.connection()).isEmpty();
        assertSigned(node);
    }

    @Test
    void deadDialerCostsTheOldAcceptLoopTheRestOfTheWait() throws Exception {
        SimulatedValidator node = behindADeadDialer(AcceptGeneration.ONE_PER_TRIGGER);
        assertLost(node);
        assertSigned(node);
    }

    @Test
    void deadDialerCostsTheNewAcceptLoopNothing() throws Exception {
        SimulatedValidator node = behindADeadDialer(AcceptGeneration.REARMING);
        assertSigned(node);
    }

    @Test
    void refusalIsNotRetried() throws Exception {
        SimulatedValidator node = fixture.node(LinkFixture.tcp("node"));
        fixture.member(LinkMode.ALL, node);
        node.start();
        node.signVote(Requests.prevote(2));
        assertThat(node.signVote(Requests.prevote(1)))
                .isInstanceOfSatisfying(
                        SigningOutcome.Refused.class,
                        refused -> assertThat(refused.description()).contains("regression"));
        assertThat(fixture.events.outcomes).hasSize(3);
    }

    @Test
    void idleNodePings() throws Exception {
        SimulatedValidator node = fixture.node(
                LinkFixture.tcp("node").withTimings(LinkFixture.NODE_TIMINGS.withPing(Duration.ofMillis(50))));
        ValidatorLinks links = fixture.member(LinkMode.ALL, node);
        node.start();
        await().until(() -> links.status().get(0).requests() >= 4);
    }

    @Test
    void failedPingMakesItTakeTheNextSigner() throws Exception {
        SimulatedValidator node = fixture.node(
                LinkFixture.tcp("node").withTimings(LinkFixture.NODE_TIMINGS.withPing(Duration.ofMillis(50))));
        FakeSigner first = new FakeSigner(node.address()).established();
        ValidatorLinks links = fixture.member(LinkMode.ALL, node);
        first.close();
        await().until(() -> links.status().get(0).requests() > 0);
    }

    /** A signer that the node took and that has left since, and a good one in the queue behind it. */
    private SimulatedValidator admittedThenParked(Dialect dialect, boolean reset) throws Exception {
        SimulatedValidator node =
                fixture.node(LinkFixture.tcp("node").withTimings(ONE_TRY).withDialect(dialect));
        FakeSigner first = new FakeSigner(node.address()).established();
        node.adopt(fixture.signatures.key());
        fixture.member(LinkMode.ALL, node);
        if (reset) {
            first.reset();
        } else {
            first.close();
        }
        return node;
    }

    private SimulatedValidator behindADeadDialer(AcceptGeneration generation) throws Exception {
        SimulatedValidator node =
                fixture.node(LinkFixture.tcp("node").withTimings(ONE_TRY).withGeneration(generation));
        FakeSigner live = new FakeSigner(node.address()).established();
        new FakeSigner(node.address()).reset();
        fixture.member(LinkMode.ALL, node);
        node.adopt(fixture.signatures.key());
        assertThat(live).isNotNull();
        live.reset();
        assertLost(node);
        return node;
    }

    private static void assertLost(SimulatedValidator node) throws InterruptedException {
        assertThat(node.signVote(Requests.prevote(1))).isInstanceOf(SigningOutcome.Lost.class);
    }

    private static void assertSigned(SimulatedValidator node) throws InterruptedException {
        assertThat(node.signVote(Requests.prevote(1))).isInstanceOf(SigningOutcome.Signed.class);
    }
}
