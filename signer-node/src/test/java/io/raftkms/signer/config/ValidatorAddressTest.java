package io.raftkms.signer.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.protocol.secretconnection.NodeId;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorAddressTest {
    private static final Path HOME = Path.of("/home/a");
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void readsTcp() {
        assertThat(ValidatorAddress.parse("tcp://node.example.com:26658", HOME))
                .contains(new ValidatorAddress.Tcp(Optional.empty(), "node.example.com", 26_658));
    }

    @Test
    void readsPinnedTcp() {
        assertThat(ValidatorAddress.parse("tcp://" + ID.toUpperCase(java.util.Locale.ROOT) + "@10.0.0.1:1", HOME))
                .contains(new ValidatorAddress.Tcp(Optional.of(NodeId.parse(ID)), "10.0.0.1", 1));
    }

    @Test
    void readsUnix() {
        assertThat(ValidatorAddress.parse("unix:///run/node.sock", HOME))
                .contains(new ValidatorAddress.Unix(Path.of("/run/node.sock")));
    }

    @Test
    void relativeSocketPathStartsAtHome() {
        assertThat(ValidatorAddress.parse("unix://node.sock", HOME))
                .contains(new ValidatorAddress.Unix(Path.of("/home/a/node.sock")));
    }

    @Test
    void addressWithoutASchemeIsTcpAsForTheNodeItself() {
        assertThat(ValidatorAddress.parse("host:26658", HOME))
                .contains(new ValidatorAddress.Tcp(Optional.empty(), "host", 26_658));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://host:26658", "tcp://" + ID + "@host:26658", "tcp://[::1]:26658", "unix:///run/node.sock"})
    void printsWhatItRead(String text) {
        assertThat(ValidatorAddress.parse(text, HOME).orElseThrow()).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
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
        assertThat(ValidatorAddress.parse(text, HOME)).isEmpty();
    }
}
