package io.raftkms.protocol.secretconnection;

import static io.raftkms.protocol.secretconnection.Vectors.concat;
import static io.raftkms.protocol.secretconnection.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;
import io.raftkms.protocol.secretconnection.Vectors.End;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends a connection, for which reason, and that it then stays ended. */
class FailedConnectionTest {
    private static final End SIGNER = Vectors.RECORDED.handshakes().get(0).signer();
    private static final End NODE = Vectors.RECORDED.handshakes().get(0).node();
    private static final byte[] CHALLENGE = Vectors.RECORDED.handshakes().get(0).challenge();

    private final EphemeralKey ephemeral = EphemeralKey.fromPrivateKey(SIGNER.ephPrivate());
    private final SecretConnection connection =
            new SecretConnection(IdentityKey.fromSeed(SIGNER.identitySeed()), ephemeral);

    @ParameterizedTest
    @MethodSource("lowOrder")
    void endsOnEphemeralKeysOfLowOrder(Vectors.LowOrder vector) {
        connection.open();

        assertEnds(Reason.LOW_ORDER_POINT, ephemeralMessage(vector.ephPublic()));
    }

    static List<Vectors.LowOrder> lowOrder() {
        return Vectors.RECORDED.lowOrder();
    }

    @Test
    void endsOnItsOwnEphemeralKey() {
        byte[] reflected = connection.open();

        assertEnds(Reason.REFLECTED_EPHEMERAL_KEY, reflected);
    }

    @ParameterizedTest
    @MethodSource("badFirstMessages")
    void endsOnBadFirstMessages(String name, byte[] message, Reason reason) {
        connection.open();

        assertEnds(reason, message);
    }

    static Stream<Arguments> badFirstMessages() {
        return Stream.of(
                Arguments.of("key of 31 bytes", ephemeralMessage(new byte[31]), Reason.EPHEMERAL_KEY_LENGTH),
                Arguments.of("key of 33 bytes", ephemeralMessage(new byte[33]), Reason.EPHEMERAL_KEY_LENGTH),
                Arguments.of("empty message", hex("00"), Reason.EPHEMERAL_KEY_LENGTH),
                Arguments.of("empty key", hex("020a00"), Reason.EPHEMERAL_KEY_LENGTH),
                Arguments.of("key in an unknown field", hex("021200"), Reason.EPHEMERAL_KEY_LENGTH),
                Arguments.of("key cut short", hex("030a2001"), Reason.MALFORMED_MESSAGE),
                Arguments.of("amino of v0.33", concat(hex("2120"), new byte[32]), Reason.MALFORMED_MESSAGE),
                Arguments.of("length of 1025", hex("8108"), Reason.MESSAGE_TOO_LONG),
                Arguments.of("length of 1 MiB", hex("808040"), Reason.MESSAGE_TOO_LONG),
                Arguments.of(
                        "a TLS client", concat(hex("1603010200010001fc0303"), new byte[32]), Reason.MALFORMED_MESSAGE));
    }

    @ParameterizedTest
    @MethodSource("badAuthMessages")
    void endsOnBadAuthMessages(String name, byte[] message, Reason reason) throws Exception {
        connection.open();
        connection.receive(NODE.firstMessage());

        assertEnds(reason, new FrameSealer(NODE.sendKey()).seal(message));
    }

    static Stream<Arguments> badAuthMessages() {
        IdentityKey node = IdentityKey.fromSeed(NODE.identitySeed());
        IdentityKey signer = IdentityKey.fromSeed(SIGNER.identitySeed());
        byte[] secp256k1 = concat(hex("670a23" + "1221" + "02"), new byte[32], hex("1240"), NODE.authSignature());
        return Stream.of(
                Arguments.of(
                        "signature over another challenge",
                        DelimitedMessage.encode(AuthMessage.encode(node, new byte[32])),
                        Reason.BAD_SIGNATURE),
                Arguments.of("secp256k1 key", secp256k1, Reason.IDENTITY_KEY_TYPE),
                Arguments.of("empty message", hex("00"), Reason.IDENTITY_KEY_TYPE),
                Arguments.of("our own auth message back", SIGNER.authMessage(), Reason.REFLECTED_IDENTITY_KEY),
                Arguments.of(
                        "our own identity",
                        DelimitedMessage.encode(AuthMessage.encode(signer, CHALLENGE)),
                        Reason.REFLECTED_IDENTITY_KEY),
                Arguments.of("not protobuf", hex("020a7f"), Reason.MALFORMED_MESSAGE),
                Arguments.of("length of 1025", hex("8108"), Reason.MESSAGE_TOO_LONG));
    }

    @Test
    void endsOnOurOwnFramesSentBack() throws Exception {
        connection.open();
        byte[] own = connection.receive(NODE.firstMessage()).toSend();

        assertEnds(Reason.FRAME_AUTHENTICATION, own);
    }

    @Test
    void endsOnARepeatedFrame() throws Exception {
        establish();

        assertEnds(Reason.FRAME_AUTHENTICATION, NODE.sent().get(0).frames().get(0));
    }

    @Test
    void endsOnALostFrame() throws Exception {
        establish();

        assertEnds(Reason.FRAME_AUTHENTICATION, NODE.sent().get(2).frames().get(0));
    }

    @Test
    void takesNothingBeforeOpening() {
        assertThatIllegalStateException().isThrownBy(() -> connection.receive(NODE.firstMessage()));
    }

    @Test
    void opensOnce() {
        connection.open();

        assertThatIllegalStateException().isThrownBy(connection::open);
    }

    @Test
    void sealsNothingBeforeThePeerHasProvedWhoItIs() throws Exception {
        assertThatIllegalStateException().isThrownBy(() -> connection.seal(new byte[1]));
        connection.open();
        assertThatIllegalStateException().isThrownBy(() -> connection.seal(new byte[1]));
        connection.receive(NODE.firstMessage());
        assertThatIllegalStateException().isThrownBy(() -> connection.seal(new byte[1]));
        assertThatIllegalStateException().isThrownBy(connection::peerId);
    }

    @Test
    void sealsNothingForNoBytes() throws Exception {
        establish();

        assertThat(connection.seal(new byte[0])).isEmpty();
        assertThat(connection.seal(NODE.sent().get(1).data())).hasSize(FrameCipher.SEALED_BYTES);
    }

    @Test
    void isEndedByDestroyingIt() throws Exception {
        establish();

        connection.destroy();
        connection.destroy();

        assertEnded();
    }

    @Test
    void wipesTheEphemeralKeyWithTheHandshakeOrWithoutIt() throws Exception {
        SecretConnection abandoned = SIGNER.connection();
        abandoned.open();
        assertThat(ephemeral.isDestroyed()).isFalse();

        establish();
        abandoned.destroy();

        assertThat(ephemeral.isDestroyed()).isTrue();
        assertThat(abandoned.toString()).contains("CLOSED");
    }

    @Test
    void anEphemeralKeyServesOneConnection() throws Exception {
        establish();
        SecretConnection second = new SecretConnection(IdentityKey.fromSeed(SIGNER.identitySeed()), ephemeral);
        second.open();

        assertThatIllegalStateException().isThrownBy(() -> second.receive(NODE.firstMessage()));
        assertThat(second.established()).isFalse();
    }

    private void establish() throws SecretConnectionException {
        connection.open();
        connection.receive(NODE.firstMessage());
        connection.receive(NODE.sent().get(0).frames().get(0));
        assertThat(connection.established()).isTrue();
    }

    private void assertEnds(Reason reason, byte[] received) {
        assertThat(catchThrowableOfType(SecretConnectionException.class, () -> connection.receive(received))
                        .reason())
                .isEqualTo(reason);
        assertEnded();
    }

    private void assertEnded() {
        assertThat(connection.established()).isFalse();
        assertThat(catchThrowableOfType(SecretConnectionException.class, () -> connection.receive(new byte[0]))
                        .reason())
                .isEqualTo(Reason.CLOSED);
        assertThatIllegalStateException().isThrownBy(() -> connection.seal(new byte[1]));
        assertThatIllegalStateException().isThrownBy(connection::peerId);
        assertThatIllegalStateException().isThrownBy(connection::open);
        assertThat(ephemeral.isDestroyed()).isTrue();
    }

    private static byte[] ephemeralMessage(byte[] publicKey) {
        return DelimitedMessage.encode(EphemeralMessage.encode(publicKey));
    }
}
