package io.raftkms.chaos.validators;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.judge.Promise;
import io.raftkms.chaos.judge.Violation;
import io.raftkms.chaos.observer.ObserverFile;
import io.raftkms.chaos.wire.Canonical;
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
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class HostileDriverTest {
    private static final String CHAIN = "c";
    private static final long HEIGHT = 500;
    private static final NodeTimings TIMINGS = new NodeTimings(
            Duration.ofSeconds(5), Duration.ofMillis(300), 2, Duration.ofMillis(1), Duration.ofHours(1));

    private Path directory;
    private Path socket;
    private ObserverFile observer;
    private ValidatorNode node;
    private HostileDriver driver;

    @BeforeEach
    void listen() throws IOException {
        // Not @TempDir: its path can be too long for a unix socket.
        directory = Files.createTempDirectory("rk");
        socket = directory.resolve("node.sock");
        observer = new ObserverFile(directory.resolve("seen"), Clock.systemUTC());
        node = new ValidatorNode(
                "node", UnixDomainSocketAddress.of(socket), CHAIN, AcceptGeneration.NEW, TIMINGS, observer);
        driver = new HostileDriver(node, CHAIN, 1000, new Heights(HEIGHT), observer::nowNanos, new Random(5));
    }

    @AfterEach
    void remove() throws IOException {
        node.close();
        observer.close();
        Files.delete(directory.resolve("seen"));
        Files.delete(directory);
    }

    private void carryOut(Attack attack, Function<PrivvalMessage, Optional<byte[]>> answers) throws Exception {
        try (PlayedSigner signer = PlayedSigner.dial(socket, answers)) {
            node.awaitPublicKey();
            driver.carryOut(attack);
        }
    }

    private Stream<Observation> seen(Observation.Event event) throws IOException, MalformedException {
        return ObservationFiles.read(List.of(directory.resolve("seen"))).stream()
                .filter(line -> line.event() == event);
    }

    private Set<Promise> broken() throws IOException, MalformedException {
        return new Checker(Set.of(PlayedSigner.KEY))
                .judge(ObservationFiles.read(List.of(directory.resolve("seen")))).violations().stream()
                        .map(Violation::promise)
                        .collect(Collectors.toSet());
    }

    @Test
    void outlivesItsOwnAttacks() throws Exception {
        for (Attack attack : Attack.values()) {
            carryOut(attack, PlayedSigner::refusal);
        }

        assertThat(driver.tally()).isEqualTo(new Tally(0, 21, 0));
        assertThat(node.faults()).isEmpty();
        assertThat(seen(Observation.Event.REFUSAL).filter(line -> line.kind() != Kind.EXTENSION))
                .hasSize(21);
        assertThat(driver.attacks())
                .hasSameSizeAs(Attack.values())
                .contains(
                        "next_height: 1 times, signed 0, refused 2, lost 0",
                        "raw_bytes: 1 times, signed 0, refused 1, lost 0",
                        "garbage: 1 times, signed 0, refused 0, lost 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"EXTENSION_ON_PREVOTE", "EXTENSION_ON_NIL"})
    void bringsExtensionsWhereNoneMayBe(Attack attack) throws Exception {
        carryOut(attack, PlayedSigner::refusal);

        assertThat(seen(Observation.Event.REFUSAL))
                .extracting(Observation::kind)
                .containsExactly(Kind.VOTE, Kind.EXTENSION);
        Canonical.Vote vote =
                (Canonical.Vote) message(seen(Observation.Event.REQUEST).findFirst());
        assertThat(vote.type() == 1 || vote.block().isNil()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"EXTENSION_ON_PREVOTE", "EXTENSION_ON_NIL"})
    void andItsSignatureIsAFaultAndBreaksS7(Attack attack) throws Exception {
        carryOut(attack, PlayedSigner::signature);

        assertThat(node.faults()).singleElement().asString().contains("was signed");
        assertThat(broken()).contains(Promise.S7);
    }

    @Test
    void proposesOneBlockForOnePlaceWithTwoPolRounds() throws Exception {
        carryOut(Attack.OTHER_POL_ROUND, PlayedSigner::signature);

        List<Canonical.Proposal> asked = seen(Observation.Event.REQUEST)
                .map(line -> (Canonical.Proposal) message(Optional.of(line)))
                .toList();
        assertThat(asked).hasSize(2);
        assertThat(asked)
                .extracting(Canonical.Proposal::polRound)
                .doesNotHaveDuplicates()
                .contains(-1L);
        assertThat(asked).allMatch(one -> one.polRound() < one.round());
        assertThat(asked)
                .extracting(Canonical.Proposal::position)
                .containsOnly(asked.get(0).position());
        assertThat(asked)
                .extracting(Canonical.Proposal::timestamp)
                .containsOnly(asked.get(0).timestamp());
        assertThat(broken()).contains(Promise.S1);
        assertThat(node.faults()).isEmpty();
    }

    @Test
    void isFirstAtTheNextHeightAndWantsAnotherBlockThere() throws Exception {
        carryOut(Attack.NEXT_HEIGHT, PlayedSigner::signature);

        List<Position> asked = seen(Observation.Event.REQUEST)
                .filter(line -> line.kind() != Kind.EXTENSION)
                .map(Observation::at)
                .toList();
        assertThat(asked).hasSize(2).allMatch(at -> at.height() == HEIGHT + 1).containsOnly(asked.get(0));
        assertThat(broken()).contains(Promise.S1);
    }

    @Test
    void triesAllPlacesAroundThePresentOne() throws Exception {
        carryOut(Attack.NEIGHBOURS, PlayedSigner::refusal);

        List<Position> asked = seen(Observation.Event.REQUEST)
                .filter(line -> line.kind() != Kind.EXTENSION)
                .map(Observation::at)
                .toList();
        assertThat(asked)
                .hasSize(6)
                .contains(
                        new Position(HEIGHT, 0, Position.PROPOSAL),
                        new Position(HEIGHT, 0, Position.PREVOTE),
                        new Position(HEIGHT, 0, Position.PRECOMMIT));
        assertThat(asked).extracting(Position::height).contains(HEIGHT - 1, HEIGHT + 1);
        assertThat(asked).extracting(Position::round).contains(1L);
    }

    @Test
    void wantsRawBytesSignedAndIsRefused() throws Exception {
        for (int i = 0; i < 20; i++) {
            carryOut(Attack.RAW_BYTES, PlayedSigner::refusal);
        }

        assertThat(driver.tally()).isEqualTo(new Tally(0, 20, 0));
        assertThat(seen(Observation.Event.REFUSAL)).hasSize(20).allMatch(line -> line.kind() == Kind.RAW);
        assertThat(node.faults()).isEmpty();
        // Of both dialects: one names the chain first.
        assertThat(seen(Observation.Event.REQUEST).map(line -> line.signBytes().startsWith("0a0163")))
                .contains(true, false);
    }

    @Test
    void andItsSignatureOverRawBytesIsAFaultAndBreaksS8() throws Exception {
        carryOut(Attack.RAW_BYTES, PlayedSigner::signature);

        assertThat(node.faults()).containsExactly("raw bytes were signed");
        assertThat(broken()).containsExactly(Promise.S8);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAR_FUTURE", "IMPOSSIBLE", "OTHER_CHAIN"})
    void knowsWhatNobodyMaySign(Attack attack) throws Exception {
        carryOut(attack, PlayedSigner::signature);

        assertThat(node.faults()).singleElement().asString().contains("was signed");
    }

    private static Canonical message(Optional<Observation> line) {
        try {
            Observation there = line.orElseThrow();
            return Canonical.decode(there.kind(), HexFormat.of().parseHex(there.signBytes()));
        } catch (MalformedException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
