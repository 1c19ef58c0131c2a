package io.raftkms.protocol.secretconnection;

import static io.raftkms.protocol.secretconnection.Vectors.concat;
import static io.raftkms.protocol.secretconnection.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthMessageTest {
    private static final byte[] CHALLENGE = new byte[KeyDerivation.CHALLENGE_BYTES];
    private static final IdentityKey IDENTITY = IdentityKey.fromSeed(new byte[IdentityKey.SEED_BYTES]);
    private static final byte[] BODY = AuthMessage.encode(IDENTITY, CHALLENGE);
    private static final byte[] KEY_FIELD = Arrays.copyOf(BODY, 36);
    private static final byte[] SIGNATURE_FIELD = Arrays.copyOfRange(BODY, 36, BODY.length);

    @ParameterizedTest
    @MethodSource("badAuth")
    void acceptsNoneOfTheBadMessages(Vectors.BadAuth vector) throws Exception {
        DelimitedMessage message = new DelimitedMessage(SecretConnection.HANDSHAKE_MESSAGE_LIMIT);
        message.accept(vector.message(), 0);
        AuthMessage auth = AuthMessage.decode(message.body());

        assertThat(catchThrowableOfType(SecretConnectionException.class, () -> auth.verify(vector.challenge()))
                        .reason())
                .isEqualTo(
                        vector.name().contains("secp256k1") || vector.name().equals("no public key")
                                ? Reason.IDENTITY_KEY_TYPE
                                : Reason.BAD_SIGNATURE);
    }

    static List<Vectors.BadAuth> badAuth() {
        return Vectors.RECORDED.badAuth();
    }

    @Test
    void readsItsOwnMessage() throws Exception {
        assertThat(BODY).hasSize(102);
        assertThat(AuthMessage.decode(BODY).verify(CHALLENGE)).isEqualTo(IDENTITY.publicKey());
    }

    @Test
    void readsFieldsInAnyOrderAndIgnoresUnknownOnes() throws Exception {
        byte[] unknownVarint = hex("1801");
        byte[] unknownBytes = hex("2203616263");

        AuthMessage auth = AuthMessage.decode(concat(unknownBytes, SIGNATURE_FIELD, unknownVarint, KEY_FIELD));

        assertThat(auth.verify(CHALLENGE)).isEqualTo(IDENTITY.publicKey());
    }

    @Test
    void takesTheLastKeyOfTheOneof() throws Exception {
        byte[] secp256k1 = concat(hex("0a23" + "1221"), new byte[33]);

        AuthMessage auth = AuthMessage.decode(concat(KEY_FIELD, secp256k1, SIGNATURE_FIELD));

        assertThat(catchThrowableOfType(SecretConnectionException.class, () -> auth.verify(CHALLENGE))
                        .reason())
                .isEqualTo(Reason.IDENTITY_KEY_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a", // a key that ends after its tag
                "0aff01", // longer than the message
                "0affffffff0f", // a negative length
                "00", // field number 0
                "0a0100", // the same inside the key
                "0c", // the end of a group that never began
                "0a010c", // the same inside the key
                "0f", // a wire type that does not exist
                "ffffffffffffffffffffff" // a tag that does not end
            })
    void refusesWhatIsNotProtobuf(String body) {
        assertThat(catchThrowableOfType(SecretConnectionException.class, () -> AuthMessage.decode(hex(body)))
                        .reason())
                .isEqualTo(Reason.MALFORMED_MESSAGE);
    }

    @Test
    void refusesEveryMessageWithOneBitFlipped() {
        for (int bit = 0; bit < BODY.length * Byte.SIZE; bit++) {
            byte[] flipped = BODY.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(catchThrowableOfType(
                            SecretConnectionException.class,
                            () -> AuthMessage.decode(flipped).verify(CHALLENGE)))
                    .as("bit %d", bit)
                    .isNotNull();
        }
    }
}
