package io.raftkms.protocol.secretconnection;

import static io.raftkms.protocol.secretconnection.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedMessageTest {
    private final DelimitedMessage message = new DelimitedMessage(1024);

    @Test
    void takesItsOwnBytesAndNoneBeyond() throws Exception {
        assertThat(message.accept(hex("ff02aabbcc"), 1)).isEqualTo(3);

        assertThat(message.isComplete()).isTrue();
        assertThat(message.body()).isEqualTo(hex("aabb"));
        assertThat(message.accept(hex("cc"), 0)).isZero();
    }

    @Test
    void waitsForTheRest() throws Exception {
        message.accept(hex("81"), 0);
        message.accept(hex("01"), 0);
        message.accept(new byte[128], 0);

        assertThat(message.isComplete()).isFalse();
        assertThatIllegalStateException().isThrownBy(message::body);
        assertThat(message.accept(new byte[3], 0)).isEqualTo(1);
        assertThat(message.body()).hasSize(129);
    }

    @Test
    void mayBeEmpty() throws Exception {
        assertThat(message.accept(hex("00"), 0)).isEqualTo(1);

        assertThat(message.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 1024})
    void readsWhatItEncodes(int length) throws Exception {
        byte[] encoded = DelimitedMessage.encode(new byte[length]);

        assertThat(message.accept(encoded, 0)).isEqualTo(encoded.length);
        assertThat(message.body()).hasSize(length);
    }

    @ParameterizedTest
    @CsvSource({
        "8108, MESSAGE_TOO_LONG",
        "ffffffff0f, MESSAGE_TOO_LONG",
        "ffffffffffffffffff01, MESSAGE_TOO_LONG",
        "8080808010, MESSAGE_TOO_LONG",
        "808080808000, MALFORMED_MESSAGE"
    })
    void refusesLengthsBeyondTheLimitBeforeReservingMemory(String length, Reason reason) {
        assertThat(catchThrowableOfType(SecretConnectionException.class, () -> message.accept(hex(length), 0))
                        .reason())
                .isEqualTo(reason);
    }
}
