package io.raftkms.protocol.secretconnection;

import static io.raftkms.protocol.secretconnection.Vectors.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.protocol.secretconnection.Vectors.Role;
import io.raftkms.protocol.secretconnection.Vectors.Sent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded handshake, played as either end against the recorded bytes of the other. */
class RecordedHandshakeTest {
    static Stream<Role> roles() {
        return Vectors.roles();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void sendsExactlyTheRecordedBytes(Role role) throws Exception {
        SecretConnection connection = role.own().connection();
        List<Sent> sent = role.own().sent();

        assertThat(connection.open()).isEqualTo(role.own().firstMessage());
        assertThat(connection.receive(role.peer().firstMessage()).toSend())
                .isEqualTo(concat(sent.get(0).frames().toArray(byte[][]::new)));
        connection.receive(role.peer().sent().get(0).frames().get(0));
        for (Sent next : sent.subList(1, sent.size())) {
            assertThat(connection.seal(next.data()))
                    .isEqualTo(concat(next.frames().toArray(byte[][]::new)));
        }
    }

    @ParameterizedTest
    @MethodSource("roles")
    void readsWhatThePeerSent(Role role) throws Exception {
        SecretConnection connection = role.own().connection();
        connection.open();

        Inbound inbound = connection.receive(
                concat(role.peer().firstMessage(), role.peer().frames()));

        assertThat(inbound.toSend()).isEqualTo(role.own().sent().get(0).frames().get(0));
        assertThat(inbound.plaintext()).isEqualTo(role.peer().stream());
        assertThat(connection.established()).isTrue();
        assertThat(connection.peerId()).hasToString(role.peer().nodeId());
    }

    @ParameterizedTest
    @MethodSource("roles")
    void readsTheSameFromFramesWhosePaddingIsLeftOverPlaintext(Role role) throws Exception {
        SecretConnection connection = role.own().connection();
        connection.open();

        Inbound inbound = connection.receive(
                concat(role.peer().firstMessage(), role.peer().oldPaddingFrames()));

        assertThat(inbound.plaintext()).isEqualTo(role.peer().stream());
    }

    @ParameterizedTest
    @MethodSource("roles")
    void readsTheSameByteByByte(Role role) throws Exception {
        SecretConnection connection = role.own().connection();
        connection.open();
        byte[] received = concat(role.peer().firstMessage(), role.peer().frames());
        byte[] toSend = {};
        byte[] plaintext = {};

        for (byte next : received) {
            Inbound inbound = connection.receive(new byte[] {next});
            toSend = concat(toSend, inbound.toSend());
            plaintext = concat(plaintext, inbound.plaintext());
        }

        assertThat(toSend).isEqualTo(role.own().sent().get(0).frames().get(0));
        assertThat(plaintext).isEqualTo(role.peer().stream());
    }

    @ParameterizedTest
    @MethodSource("roles")
    void reachesTheRecordedValuesAtEveryStep(Role role) throws Exception {
        EphemeralKey ephemeral = EphemeralKey.fromPrivateKey(role.own().ephPrivate());
        IdentityKey identity = IdentityKey.fromSeed(role.own().identitySeed());

        byte[] secret = ephemeral.agree(role.peer().ephPublic());
        SessionKeys keys =
                KeyDerivation.derive(secret, role.own().ephPublic(), role.peer().ephPublic());
        byte[] auth = AuthMessage.encode(identity, keys.challenge());

        assertThat(ephemeral.publicKey()).isEqualTo(role.own().ephPublic());
        assertThat(KeyDerivation.isLeast(role.own().ephPublic(), role.peer().ephPublic()))
                .isEqualTo(role.own().isLeast());
        assertThat(role.own().isLeast() ? role.own().ephPublic() : role.peer().ephPublic())
                .isEqualTo(role.handshake().lowerEphPublic());
        assertThat(role.own().isLeast() ? role.peer().ephPublic() : role.own().ephPublic())
                .isEqualTo(role.handshake().upperEphPublic());
        assertThat(secret).isEqualTo(role.handshake().dhSecret());
        assertThat(keys.challenge()).isEqualTo(role.handshake().challenge());
        assertThat(KeyDerivation.keyMaterial(secret)).isEqualTo(role.handshake().hkdf96());
        assertThat(keys.sendKey()).isEqualTo(role.own().sendKey());
        assertThat(keys.receiveKey()).isEqualTo(role.own().receiveKey());
        assertThat(identity.publicKey()).isEqualTo(role.own().identityPublic());
        assertThat(identity.nodeId()).hasToString(role.own().nodeId());
        assertThat(identity.sign(keys.challenge())).isEqualTo(role.own().authSignature());
        assertThat(DelimitedMessage.encode(auth)).isEqualTo(role.own().authMessage());
        assertThat(AuthMessage.decode(auth).verify(keys.challenge()))
                .isEqualTo(role.own().identityPublic());
    }

    @ParameterizedTest
    @MethodSource("roles")
    void readsStreamBytesThatFollowTheAuthMessageInItsOwnFrame(Role role) throws Exception {
        SecretConnection connection = role.own().connection();
        connection.open();
        FrameSealer peer = new FrameSealer(role.peer().sendKey());
        byte[] stream = {1, 2, 3};

        Inbound inbound = connection.receive(
                concat(role.peer().firstMessage(), peer.seal(concat(role.peer().authMessage(), stream))));

        assertThat(inbound.plaintext()).isEqualTo(stream);
    }

    @ParameterizedTest
    @MethodSource("roles")
    void readsAnAuthMessageThatIsSpreadOverFrames(Role role) throws Exception {
        SecretConnection connection = role.own().connection();
        connection.open();
        connection.receive(role.peer().firstMessage());
        FrameSealer peer = new FrameSealer(role.peer().sendKey());

        for (byte next : role.peer().authMessage()) {
            assertThat(connection.established()).isFalse();
            assertThat(connection.receive(peer.seal(new byte[] {next})).plaintext())
                    .isEmpty();
        }

        assertThat(connection.established()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void leavesTheBytesItWasGivenAlone(Role role) throws Exception {
        SecretConnection connection = role.own().connection();
        connection.open();
        byte[] received = concat(role.peer().firstMessage(), role.peer().frames());
        byte[] before = received.clone();

        connection.receive(received);
        byte[] data = role.own().stream();
        connection.seal(data);

        assertThat(Arrays.equals(received, before)).isTrue();
        assertThat(data).isEqualTo(role.own().stream());
    }
}
