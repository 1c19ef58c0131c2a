package io.raftkms.chaos.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A relay between a node and signers that are played here. */
@Timeout(30)
class RelayRecorderTest {
    /** A precommit for a block with extension "extension" at 3/2, of the node's own tests. */
    private static final String PRECOMMIT =
            "1a81010a7f080210031802224a0a208b01023386c371778ecb6368573e539afc3cc860ec3a2f614e54fe5652f4fc80122608c0843d"
                    + "122072db3d959635dff1bb567bedaa70573392c5159666a3f8caf11e413aac52207a2a0608f49a8ded0532146af1f411"
                    + "1082efb388211bc72c55bcd61e9ac3d538d5bb034a09657874656e73696f6e";

    private static final String PUBLIC_KEY = "556a436f1218d30942efe798420f51dc9b6a311b929c578257457d05c5fcf230";

    private Path directory;
    private Path observations;
    private ServerSocketChannel node;
    private RelayRecorder relay;

    @BeforeEach
    void start() throws IOException {
        // Not @TempDir: its path can be too long for a unix socket.
        directory = Files.createTempDirectory("rk");
        observations = directory.resolve("seen.jsonl");
        node = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        node.bind(UnixDomainSocketAddress.of(directory.resolve("node.sock")));
        relay = RelayRecorder.start(
                "node",
                directory.resolve("relay.sock"),
                directory.resolve("node.sock"),
                observations,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        node.close();
        for (String file : List.of("seen.jsonl", "node.sock", "relay.sock")) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.delete(directory);
    }

    private SocketChannel dial() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("relay.sock")));
    }

    private static void send(SocketChannel to, byte[] body) throws IOException {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (int rest = body.length; ; rest >>>= 7) {
            if (rest < 0x80) {
                framed.write(rest);
                break;
            }
            framed.write((rest & 0x7f) | 0x80);
        }
        framed.writeBytes(body);
        to.write(ByteBuffer.wrap(framed.toByteArray()));
    }

    private static byte[] receive(SocketChannel from) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            assertThat(from.read(one.clear())).isEqualTo(1);
            length |= (one.get(0) & 0x7f) << shift;
            if (one.get(0) >= 0) {
                break;
            }
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        while (body.hasRemaining()) {
            assertThat(from.read(body)).isPositive();
        }
        return body.array();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void passesEverythingOnAndWritesRequestsAndSignaturesDown() throws IOException, MalformedException {
        try (SocketChannel signer = dial();
                SocketChannel asking = node.accept()) {
            send(asking, hex("0a00"));
            assertThat(receive(signer)).isEqualTo(hex("0a00"));
            send(signer, hex("12240a220a20" + PUBLIC_KEY));
            receive(asking);
            send(asking, hex(PRECOMMIT));
            assertThat(receive(signer)).isEqualTo(hex(PRECOMMIT));
            byte[] reply = PrivvalMessage.encode(
                    new PrivvalMessage.Signed(Kind.VOTE, new Timestamp(7, 8), "aabb", Optional.of("ccdd")));
            send(signer, reply);
            assertThat(receive(asking)).isEqualTo(reply);
        }

        List<Observation> seen = ObservationFiles.read(List.of(observations));
        assertThat(seen)
                .extracting(Observation::event, Observation::kind, Observation::signature)
                .containsExactly(
                        tuple(Observation.Event.REQUEST, Kind.VOTE, ""),
                        tuple(Observation.Event.REQUEST, Kind.EXTENSION, ""),
                        tuple(Observation.Event.SIGNATURE, Kind.VOTE, "aabb"),
                        tuple(Observation.Event.SIGNATURE, Kind.EXTENSION, "ccdd"));
        assertThat(seen).allSatisfy(line -> {
            assertThat(line.at()).isEqualTo(new Position(3, 2, 3));
            assertThat(line.publicKey()).isEqualTo(PUBLIC_KEY);
        });
        // The signed bytes carry the returned timestamp, as a node would take it over.
        assertThat(seen.get(2).signBytes())
                .contains("2a0408071008")
                .isNotEqualTo(seen.get(0).signBytes());
        assertThat(relay.faults()).isEmpty();
    }

    @Test
    void writesRefusalsDown() throws IOException, MalformedException {
        try (SocketChannel signer = dial();
                SocketChannel asking = node.accept()) {
            send(asking, hex(PRECOMMIT));
            receive(signer);
            // SignedVoteResponse with nothing but RemoteSignerError{1, "it's a no"}.
            send(signer, hex("220f120d08011209697427732061206e6f"));
            receive(asking);
        }

        assertThat(ObservationFiles.read(List.of(observations)))
                .filteredOn(line -> line.kind() == Kind.VOTE)
                .extracting(Observation::event)
                .containsExactly(Observation.Event.REQUEST, Observation.Event.REFUSAL);
    }

    @Test
    void endsBothSidesWhenOneEnds() throws IOException {
        SocketChannel signer = dial();
        try (SocketChannel asking = node.accept()) {
            signer.close();
            assertThat(asking.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        try (SocketChannel second = dial()) {
            node.accept().close();
            assertThat(second.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(relay.connections()).isEqualTo(2);
    }

    @Test
    void endsSignersWhileTheNodeIsDown() throws IOException {
        node.close();
        try (SocketChannel signer = dial()) {
            assertThat(signer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void failsWhenASignatureComesThatNobodyAskedFor() throws IOException {
        try (SocketChannel signer = dial();
                SocketChannel asking = node.accept()) {
            send(
                    signer,
                    PrivvalMessage.encode(
                            new PrivvalMessage.Signed(Kind.VOTE, new Timestamp(7, 8), "aabb", Optional.empty())));
            assertThat(asking.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        await().untilAsserted(() -> assertThat(relay.faults()).hasSize(1));
    }
}
