package io.raftkms.chaos.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both sides of a secret connection do the same. */
@Timeout(30)
class SecretWireTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Pair(SocketChannel dialler, SocketChannel accepted) {}

    private static Pair connected() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel dialler = SocketChannel.open(listener.getLocalAddress());
            return new Pair(dialler, listener.accept());
        }
    }

    private static SecretWire shake(SocketChannel channel) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        SecretWire.Identity identity = new SecretWire.Identity(
                pair.getPrivate(), Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        return SecretWire.accept(new PlainWire(channel), identity, RANDOM, LIMIT);
    }

    @Test
    void carriesMessagesOfSeveralFramesBothWays() throws Exception {
        Pair pair = connected();
        CompletableFuture<SecretWire> other = CompletableFuture.supplyAsync(() -> {
            try {
                return shake(pair.dialler());
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        try (SecretWire node = shake(pair.accepted());
                SecretWire signer = other.get()) {
            byte[] message = new byte[5000];
            RANDOM.nextBytes(message);
            node.send(message, LIMIT);
            byte[] received = new byte[0];
            while (received.length < message.length) {
                byte[] more = signer.receive(LIMIT);
                received = Arrays.copyOf(received, received.length + more.length);
                System.arraycopy(more, 0, received, received.length - more.length, more.length);
            }
            signer.send(new byte[] {1, 2, 3}, LIMIT);

            assertThat(received).isEqualTo(message);
            assertThat(node.receive(LIMIT)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void endsWithWhoeverSaysNoHello() throws Exception {
        Pair pair = connected();
        new PlainWire(pair.dialler()).send(new byte[35], LIMIT);

        assertThatThrownBy(() -> shake(pair.accepted())).isInstanceOf(IOException.class);
        pair.accepted().close();
        pair.dialler().close();
    }
}
