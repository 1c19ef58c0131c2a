package io.raftkms.chaos.validators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raftkms.chaos.secret.PlainWire;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first in the queue cannot greet, and all others can. */
@Timeout(30)
class AcceptLoopTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final AtomicInteger greetings = new AtomicInteger();
    private final AtomicBoolean connected = new AtomicBoolean();
    private final List<SocketChannel> diallers = new ArrayList<>();
    private int unable = 1;
    private Path directory;

    @BeforeEach
    void makeADirectory() throws IOException {
        // Not @TempDir: its path can be too long for a unix socket.
        directory = Files.createTempDirectory("rk");
    }

    @AfterEach
    void remove() throws IOException {
        for (SocketChannel dialler : diallers) {
            dialler.close();
        }
        Files.delete(directory);
    }

    private AcceptLoop loop(AcceptGeneration generation) throws IOException {
        return new AcceptLoop(
                UnixDomainSocketAddress.of(directory.resolve("node.sock")),
                LONG,
                generation,
                this::greet,
                connected::get);
    }

    private SignerChannel greet(SocketChannel accepted) throws IOException {
        if (greetings.incrementAndGet() <= unable) {
            throw new IOException("says nothing");
        }
        return new SignerChannel(new PlainWire(accepted), null);
    }

    private void dial(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            diallers.add(SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("node.sock"))));
        }
    }

    private void awaitGreetings(int count) {
        await().until(() -> greetings.get() >= count);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTheFirstBeforeAnybodyWantsIt(AcceptGeneration generation) throws Exception {
        unable = 0;
        try (AcceptLoop loop = loop(generation)) {
            dial(1);
            awaitGreetings(1);
            assertThat(loop.take(LONG)).isPresent();
        }
    }

    @Test
    void aNewLoopGoesOnToTheNext() throws Exception {
        try (AcceptLoop loop = loop(AcceptGeneration.NEW)) {
            dial(2);
            awaitGreetings(2);
            assertThat(loop.take(LONG)).isPresent();
        }
    }

    @Test
    void anOldLoopWaitsUntilItIsAskedAgain() throws Exception {
        unable = 2;
        try (AcceptLoop loop = loop(AcceptGeneration.OLD)) {
            dial(3);
            awaitGreetings(1);
            // Whether it is back from the first when it is asked is a matter of microseconds.
            await().until(() -> {
                assertThat(loop.take(SHORT)).isEmpty();
                return greetings.get() == 2;
            });
            await().until(() -> loop.take(SHORT).isPresent());
            assertThat(greetings).hasValue(3);
        }
    }

    @Test
    void aNewLoopAcceptsNobodyWhileThereIsAConnection() throws Exception {
        unable = 0;
        connected.set(true);
        try (AcceptLoop loop = loop(AcceptGeneration.NEW)) {
            dial(1);
            assertThat(loop.take(LONG)).isPresent();
            dial(1);
            assertThat(loop.take(SHORT)).isEmpty();
            connected.set(false);
            assertThat(loop.take(LONG)).isPresent();
        }
    }

    @Test
    void endsAConnectionThatNobodyTook() throws Exception {
        unable = 0;
        try (AcceptLoop loop = loop(AcceptGeneration.NEW)) {
            dial(1);
            awaitGreetings(1);
        }
        assertThat(diallers.get(0).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
}
