package io.raftkms.chaos.validators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.observer.ObserverFile;
import io.raftkms.chaos.wire.Position;
import io.raftkms.chaos.wire.PrivvalMessage;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node does between its requests. */
@Timeout(30)
class PingTest {
    private static final String CHAIN = "c";
    private static final NodeTimings TIMINGS = new NodeTimings(
            Duration.ofSeconds(5), Duration.ofMillis(300), 50, Duration.ofMillis(1), Duration.ofMillis(20));

    private final Requests requests = new Requests(CHAIN);
    private final AtomicInteger pings = new AtomicInteger();
    private Path directory;
    private Path socket;
    private ObserverFile observer;

    @BeforeEach
    void observe() throws IOException {
        // Not @TempDir: its path can be too long for a unix socket.
        directory = Files.createTempDirectory("rk");
        socket = directory.resolve("node.sock");
        observer = new ObserverFile(directory.resolve("seen"), Clock.systemUTC());
    }

    @AfterEach
    void remove() throws IOException {
        observer.close();
        Files.delete(directory.resolve("seen"));
        Files.delete(directory);
    }

    private ValidatorNode node(AcceptGeneration generation) throws IOException {
        return new ValidatorNode("node", UnixDomainSocketAddress.of(socket), CHAIN, generation, TIMINGS, observer);
    }

    private PlayedSigner signer(Function<PrivvalMessage, Optional<byte[]>> answers) throws IOException {
        return PlayedSigner.dial(socket, answers);
    }

    private Optional<byte[]> counted(PrivvalMessage asked) {
        if (PlayedSigner.isPing(asked)) {
            pings.incrementAndGet();
        }
        return PlayedSigner.signature(asked);
    }

    private PrivvalMessage.Asked precommit(long height) {
        return requests.at(new Position(height, 0, Position.PRECOMMIT), requests.block(height, 0, 0), 1);
    }

    @ParameterizedTest
    @EnumSource
    void isSentAgainAndAgainWhileNothingIsAsked(AcceptGeneration generation) throws Exception {
        try (ValidatorNode node = node(generation);
                PlayedSigner signer = signer(this::counted)) {
            await().until(() -> pings.get() >= 3);
            assertThat(node.connections()).isEqualTo(1);
            assertThat(node.faults()).isEmpty();
        }
        assertThat(ObservationFiles.read(List.of(directory.resolve("seen")))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void thatFailsDropsTheLinkAndTakesTheNextSigner(AcceptGeneration generation) throws Exception {
        try (ValidatorNode node = node(generation);
                PlayedSigner first = signer(asked -> Optional.empty());
                PlayedSigner second = signer(this::counted)) {
            await().until(() -> pings.get() >= 1);
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void thatIsNotAnsweredDropsTheLinkToo(AcceptGeneration generation) throws Exception {
        try (ValidatorNode node = node(generation);
                PlayedSigner mute = signer(asked -> Optional.of(new byte[0]));
                PlayedSigner second = signer(this::counted)) {
            await().until(() -> pings.get() >= 1);
            node.awaitPublicKey();
            assertThat(node.ask(precommit(3))).isInstanceOf(Answer.Signed.class);
        }
    }

    @Test
    void waitsForTheRequestUnderWay() throws Exception {
        AtomicBoolean asking = new AtomicBoolean();
        AtomicInteger during = new AtomicInteger();
        try (ValidatorNode node = node(AcceptGeneration.NEW);
                PlayedSigner mute = signer(asked -> {
                    if (asking.get() && PlayedSigner.isPing(asked)) {
                        during.incrementAndGet();
                    }
                    asking.compareAndSet(false, asked instanceof PrivvalMessage.Asked);
                    return PlayedSigner.nothing(asked);
                });
                PlayedSigner second = signer(PlayedSigner::signature)) {
            node.awaitPublicKey();
            // As many as fifteen pings long.
            assertThat(node.ask(precommit(3))).isInstanceOf(Answer.Signed.class);
        }
        assertThat(asking).isTrue();
        assertThat(during).hasValue(0);
    }

    @Test
    void thatIsAnsweredWithASignatureIsAFault() throws Exception {
        byte[] signature = PlayedSigner.signature(precommit(3)).orElseThrow();
        try (ValidatorNode node = node(AcceptGeneration.NEW);
                PlayedSigner signer = signer(asked -> Optional.of(signature))) {
            await().until(() -> !node.faults().isEmpty());
            assertThat(node.faults().get(0)).contains("nobody asked for");
        }
    }

    @Test
    void thatIsAnsweredWithNonsenseIsAFaultAndDropsTheLink() throws Exception {
        byte[] nonsense = HexFormat.of().parseHex("ffff");
        try (ValidatorNode node = node(AcceptGeneration.NEW);
                PlayedSigner signer = signer(asked -> Optional.of(nonsense));
                PlayedSigner second = signer(this::counted)) {
            await().until(() -> pings.get() >= 1);
            assertThat(node.faults()).hasSize(1);
        }
    }
}
