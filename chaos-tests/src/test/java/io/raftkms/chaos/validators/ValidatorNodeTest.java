package io.raftkms.chaos.validators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.observer.ObserverFile;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ValidatorNodeTest {
    private static final String CHAIN = "c";
    private static final Duration NO_PINGS = Duration.ofHours(1);
    private static final NodeTimings TIMINGS =
            new NodeTimings(Duration.ofSeconds(5), Duration.ofMillis(300), 6, Duration.ofMillis(1), NO_PINGS);

    private final Requests requests = new Requests(CHAIN);
    private Path directory;
    private Path socket;
    private ObserverFile observer;
    private ValidatorNode node;

    @BeforeEach
    void listen() throws IOException {
        // Not @TempDir: its path can be too long for a unix socket.
        directory = Files.createTempDirectory("rk");
        socket = directory.resolve("node.sock");
        observer = new ObserverFile(directory.resolve("seen"), Clock.systemUTC());
        node = node("node", socket, TIMINGS);
    }

    private ValidatorNode node(String name, Path path, NodeTimings timings) throws IOException {
        return new ValidatorNode(
                name, UnixDomainSocketAddress.of(path), CHAIN, AcceptGeneration.NEW, timings, observer);
    }

    @AfterEach
    void remove() throws IOException {
        node.close();
        observer.close();
        Files.delete(directory.resolve("seen"));
        Files.delete(directory);
    }

    private PlayedSigner signer(Function<PrivvalMessage, Optional<byte[]>> answers) throws IOException {
        return PlayedSigner.dial(socket, answers);
    }

    private PrivvalMessage.Asked precommit(long height) {
        return requests.at(new Position(height, 0, Position.PRECOMMIT), requests.block(height, 0, 0), 1);
    }

    private List<Observation> seen() throws IOException, MalformedException {
        return ObservationFiles.read(List.of(directory.resolve("seen")));
    }

    @Test
    void asksForTheKeyAndThenForSignatures() throws Exception {
        try (PlayedSigner signer = signer(PlayedSigner::signature)) {
            assertThat(node.awaitPublicKey()).isEqualTo(PlayedSigner.KEY);
            assertThat(node.ask(precommit(3))).isInstanceOf(Answer.Signed.class);
        }
        assertThat(seen())
                .extracting(Observation::event)
                .containsExactly(
                        Observation.Event.REQUEST,
                        Observation.Event.REQUEST,
                        Observation.Event.SIGNATURE,
                        Observation.Event.SIGNATURE);
        assertThat(seen()).allMatch(line -> line.publicKey().equals(PlayedSigner.KEY));
    }

    @Test
    void asksTheNextSignerForTheSameBytesWhenOneEnds() throws Exception {
        try (PlayedSigner first = signer(PlayedSigner::end);
                PlayedSigner second = signer(PlayedSigner::signature)) {
            node.awaitPublicKey();
            assertThat(node.ask(precommit(3))).isInstanceOf(Answer.Signed.class);
        }
        assertThat(node.connections()).isEqualTo(2);
        assertThat(seen())
                .filteredOn(line -> line.event() == Observation.Event.REQUEST && line.kind() == Kind.VOTE)
                .extracting(Observation::signBytes)
                .hasSizeGreaterThan(1)
                .containsOnly(HexFormat.of().formatHex(precommit(3).message().signBytes()));
    }

    @Test
    void dropsASignerThatDoesNotAnswer() throws Exception {
        try (PlayedSigner mute = signer(PlayedSigner::nothing);
                PlayedSigner parked = signer(PlayedSigner::signature)) {
            node.awaitPublicKey();
            assertThat(node.ask(precommit(3)))
                    .isInstanceOfSatisfying(
                            Answer.Signed.class,
                            signed -> assertThat(signed.waited()).isGreaterThanOrEqualTo(TIMINGS.io()));
        }
    }

    @Test
    void takesARefusalForFinal() throws Exception {
        try (PlayedSigner signer = signer(PlayedSigner::refusal)) {
            node.awaitPublicKey();
            assertThat(node.ask(precommit(3))).isEqualTo(new Answer.Refused("it's a no"));
        }
        assertThat(seen()).extracting(Observation::event).contains(Observation.Event.REFUSAL);
    }

    @Test
    void writesDownWhatItGaveUp() throws Exception {
        NodeTimings hasty = new NodeTimings(Duration.ofMillis(20), TIMINGS.io(), 3, TIMINGS.retryPause(), NO_PINGS);
        Path hastySocket = directory.resolve("hasty.sock");
        try (ValidatorNode givingUp = node("hasty", hastySocket, hasty)) {
            assertThat(givingUp.ask(precommit(3))).isInstanceOf(Answer.Lost.class);
        }
        assertThat(seen())
                .singleElement()
                .satisfies(line -> assertThat(line.event()).isEqualTo(Observation.Event.LOST))
                .satisfies(line -> assertThat(line.at()).isEqualTo(new Position(3, 0, Position.PRECOMMIT)));
    }

    @Test
    void sendsWhatIsNoRequestAndSeesTheConnectionEnd() throws Exception {
        try (PlayedSigner signer = signer(PlayedSigner::signature)) {
            assertThat(node.endsOn(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1}))
                    .isTrue();
        }
        assertThat(node.faults()).isEmpty();
    }

    @Test
    void keepsASignatureThatNobodyAskedForAsAFault() throws Exception {
        try (PlayedSigner signer = signer(PlayedSigner::end)) {
            signer.send(PlayedSigner.signature(precommit(3)).orElseThrow());
            assertThat(node.endsOn(new byte[] {5})).isFalse();
        }
        assertThat(node.faults()).singleElement().asString().contains("nobody asked for");
    }

    @Test
    void anHonestNodeFollowsTheChainStepByStep() throws Exception {
        Heights heights = new Heights(0);
        try (PlayedSigner signer = signer(PlayedSigner::signature)) {
            HonestDriver driver = new HonestDriver(node, CHAIN, 1000, heights, true, observer::nowNanos);
            driver.start();
            await().until(() -> driver.tally().signed() >= 7);
            driver.stop(5_000);
            assertThat(driver.failure()).isEmpty();
        }
        assertThat(seen())
                .filteredOn(line -> line.event() == Observation.Event.REQUEST)
                .extracting(Observation::at)
                .startsWith(
                        new Position(1, 0, 1),
                        new Position(1, 0, 2),
                        new Position(1, 0, 3),
                        new Position(1, 0, 3),
                        new Position(2, 0, 1));
        assertThat(heights.highest()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void anHonestNodeAsksForTheKeyWhenItStartsAndAfterEachHeight() throws Exception {
        List<Long> keysBeforeHeight = new CopyOnWriteArrayList<>();
        AtomicLong keys = new AtomicLong();
        try (PlayedSigner signer = signer(asked -> {
            if (PlayedSigner.isKeyRequest(asked)) {
                keys.incrementAndGet();
            } else if (asked instanceof PrivvalMessage.Asked request
                    && request.message().position().step() == Position.PROPOSAL) {
                keysBeforeHeight.add(keys.get());
            }
            return PlayedSigner.signature(asked);
        })) {
            HonestDriver driver = new HonestDriver(node, CHAIN, 1000, new Heights(0), true, observer::nowNanos);
            driver.start();
            await().until(() -> keysBeforeHeight.size() >= 3);
            driver.stop(5_000);
        }
        assertThat(keysBeforeHeight).startsWith(4L, 5L, 6L);
        assertThat(seen())
                .filteredOn(line -> line.event() == Observation.Event.KEY)
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.kind() == Kind.PUBLIC_KEY);
    }

    @Test
    void goesOnWithItsKeyWhenNobodyNamesOne() throws Exception {
        NodeTimings hasty = new NodeTimings(Duration.ofMillis(20), TIMINGS.io(), 3, TIMINGS.retryPause(), NO_PINGS);
        Path hastySocket = directory.resolve("hasty.sock");
        try (ValidatorNode alone = node("hasty", hastySocket, hasty)) {
            alone.refreshPublicKey();
        }
        assertThat(seen()).singleElement().matches(line -> line.event() == Observation.Event.KEY);
    }
}
