package io.raftkms.chaos.validators;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.secret.PlainWire;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dialler that cannot greet is first in the queue, and one that can is second. */
@Timeout(30)
class AcceptLoopTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final AtomicInteger greetings = new AtomicInteger();
    private Path directory;

    @BeforeEach
    void makeADirectory() throws IOException {
        // Not @TempDir: its path can be too long for a unix socket.
        directory = Files.createTempDirectory("rk");
    }

    @AfterEach
    void remove() throws IOException {
        Files.delete(directory);
    }

    private AcceptLoop loop(AcceptGeneration generation) throws IOException {
        return new AcceptLoop(
                UnixDomainSocketAddress.of(directory.resolve("node.sock")), LONG, generation, this::greet);
    }

    private SignerChannel greet(SocketChannel accepted) throws IOException {
        if (greetings.getAndIncrement() == 0) {
            throw new IOException("says nothing");
        }
        return new SignerChannel(new PlainWire(accepted), null);
    }

    private SocketChannel dial() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("node.sock")));
    }

    @Test
    void aNewLoopGoesOnToTheSecond() throws Exception {
        try (AcceptLoop loop = loop(AcceptGeneration.NEW);
                SocketChannel first = dial();
                SocketChannel second = dial()) {
            assertThat(loop.take(LONG)).isPresent();
        }
    }

    @Test
    void anOldLoopWaitsUntilItIsAskedAgain() throws Exception {
        try (AcceptLoop loop = loop(AcceptGeneration.OLD);
                SocketChannel first = dial();
                SocketChannel second = dial()) {
            assertThat(loop.take(Duration.ofMillis(300))).isEmpty();
            assertThat(greetings).hasValue(1);
            assertThat(loop.take(LONG)).isPresent();
        }
    }
}
