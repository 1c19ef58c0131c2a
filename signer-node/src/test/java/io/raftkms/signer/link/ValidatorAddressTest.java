package io.raftkms.signer.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.protocol.secretconnection.NodeId;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorAddressTest {
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void readsTcp() {
        assertThat(ValidatorAddress.parse("tcp://node.example.com:26658"))
                .isEqualTo(new ValidatorAddress.Tcp(Optional.empty(), "node.example.com", 26_658));
    }

    @Test
    void readsPinnedTcp() {
        assertThat(ValidatorAddress.parse("tcp://" + ID.toUpperCase(java.util.Locale.ROOT) + "@10.0.0.1:1"))
                .isEqualTo(new ValidatorAddress.Tcp(Optional.of(NodeId.parse(ID)), "10.0.0.1", 1));
    }

    @Test
    void readsUnix() {
        assertThat(ValidatorAddress.parse("unix:///run/node.sock"))
                .isEqualTo(new ValidatorAddress.Unix(Path.of("/run/node.sock")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://host:26658",
                "tcp://" + ID + "@host:26658",
                "tcp://[::1]:26658",
                "unix:///run/node.sock",
                "unix://relative.sock"
            })
    void printsWhatItRead(String text) {
        assertThat(ValidatorAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:26658",
                "tcp://host",
                "tcp://:26658",
                "tcp://host:0",
                "tcp://host:65536",
                "tcp://abc@host:1",
                "tcp://::1:1",
                "unix://",
                "http://host:1",
                ""
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> ValidatorAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
