package io.raftkms.protocol.secretconnection;

import static io.raftkms.protocol.secretconnection.Vectors.concat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Two ends that talk to each other; jqwik prints the seed of a failing run. */
class ConversationTest {
    private static final int LARGEST_MESSAGE = 20 * 1024;

    @Property(tries = 100)
    void eachEndReadsWhatTheOtherWroteHoweverItIsSplit(
            @ForAll("messages") List<byte[]> fromSigner, @ForAll("messages") List<byte[]> fromNode, @ForAll long seed)
            throws Exception {
        Random random = new Random(seed);
        End signer = new End(random);
        End node = new End(random);
        signer.write(signer.connection.open());
        node.write(node.connection.open());
        exchange(signer, node, random);
        assertThat(signer.connection.peerId()).isEqualTo(node.identity.nodeId());
        assertThat(node.connection.peerId()).isEqualTo(signer.identity.nodeId());

        for (byte[] message : fromSigner) {
            signer.write(signer.connection.seal(message));
        }
        for (byte[] message : fromNode) {
            node.write(node.connection.seal(message));
        }
        exchange(signer, node, random);

        assertThat(node.read.toByteArray()).isEqualTo(concat(fromSigner.toArray(byte[][]::new)));
        assertThat(signer.read.toByteArray()).isEqualTo(concat(fromNode.toArray(byte[][]::new)));
    }

    @Property(tries = 200)
    void anyFlippedBitInAFrameEndsTheConnection(
            @ForAll("message") byte[] message, @ForAll @IntRange(min = 0) int position, @ForAll long seed)
            throws Exception {
        Random random = new Random(seed);
        End signer = new End(random);
        End node = new End(random);
        signer.write(signer.connection.open());
        node.write(node.connection.open());
        exchange(signer, node, random);
        byte[] frames = signer.connection.seal(concat(message, new byte[] {1}));
        int bit = (int) (position % (frames.length * (long) Byte.SIZE));
        frames[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

        assertThatThrownBy(() -> node.connection.receive(frames)).isInstanceOf(SecretConnectionException.class);

        assertThat(node.connection.established()).isFalse();
        assertThatThrownBy(() -> node.connection.receive(frames)).isInstanceOf(SecretConnectionException.class);
        assertThatThrownBy(() -> node.connection.seal(message)).isInstanceOf(IllegalStateException.class);
    }

    @Property(tries = 500)
    void arbitraryBytesNeverEstablishAConnection(@ForAll byte[] bytes, @ForAll long seed) throws Exception {
        End end = new End(new Random(seed));
        end.connection.open();

        try {
            Inbound inbound = end.connection.receive(bytes);
            assertThat(inbound.plaintext()).isEmpty();
        } catch (SecretConnectionException e) {
            assertThat(e.reason()).isNotNull();
        }

        assertThat(end.connection.established()).isFalse();
    }

    @Provide
    Arbitrary<List<byte[]>> messages() {
        return message().list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<byte[]> message() {
        Arbitrary<Integer> sizes = Arbitraries.oneOf(
                Arbitraries.of(0, 1, 1023, 1024, 1025, 2048, LARGEST_MESSAGE),
                Arbitraries.integers().between(0, LARGEST_MESSAGE));
        return sizes.flatMap(size -> Arbitraries.longs().map(seed -> randomBytes(size, seed)));
    }

    /** Carries bytes both ways, in random chunks and in random turns, until nothing is under way. */
    private static void exchange(End left, End right, Random random) throws SecretConnectionException {
        while (left.hasOutput() || right.hasOutput()) {
            boolean toRight = left.hasOutput() && (!right.hasOutput() || random.nextBoolean());
            End from = toRight ? left : right;
            End to = toRight ? right : left;
            to.take(from.nextChunk(random));
        }
    }

    private static byte[] randomBytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** One end with what it wrote but is not delivered yet, and what it read. */
    private static final class End {
        private final IdentityKey identity;
        private final SecretConnection connection;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private byte[] output = {};

        End(Random random) {
            identity = IdentityKey.fromSeed(randomBytes(IdentityKey.SEED_BYTES, random.nextLong()));
            connection = new SecretConnection(
                    identity, EphemeralKey.fromPrivateKey(randomBytes(EphemeralKey.KEY_BYTES, random.nextLong())));
        }

        void write(byte[] bytes) {
            output = concat(output, bytes);
        }

        boolean hasOutput() {
            return output.length > 0;
        }

        byte[] nextChunk(Random random) {
            int most = random.nextBoolean() ? 3000 : 20;
            int size = Math.min(output.length, 1 + random.nextInt(most));
            byte[] chunk = Arrays.copyOf(output, size);
            output = Arrays.copyOfRange(output, size, output.length);
            return chunk;
        }

        void take(byte[] chunk) throws SecretConnectionException {
            Inbound inbound = connection.receive(chunk);
            write(inbound.toSend());
            read.writeBytes(inbound.plaintext());
        }
    }
}
