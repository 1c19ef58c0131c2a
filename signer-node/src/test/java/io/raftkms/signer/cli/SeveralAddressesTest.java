package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeveralAddressesTest {
    private static final Path HERE = Path.of("/home/raftkms");

    @Test
    void oneTcpAddressStandsForThePortsAfterIt() {
        assertThat(SeveralAddresses.of(List.of("tcp://127.0.0.1:26658"), 3, HERE))
                .contains(List.of("tcp://127.0.0.1:26658", "tcp://127.0.0.1:26659", "tcp://127.0.0.1:26660"));
        assertThat(SeveralAddresses.of(List.of("tcp://127.0.0.1:65535"), 2, HERE))
                .isEmpty();
    }

    @Test
    void severalAddressesAreTakenAsTheyAreIfTheyAreAsManyAndDifferent() {
        List<String> two = List.of("unix://a.sock", "tcp://127.0.0.1:1");
        assertThat(SeveralAddresses.of(two, 2, HERE)).contains(two);
        assertThat(SeveralAddresses.of(two, 3, HERE)).isEmpty();
        assertThat(SeveralAddresses.of(List.of("unix://a.sock"), 2, HERE)).isEmpty();
        assertThat(SeveralAddresses.of(List.of("unix://a.sock", "unix://a.sock"), 2, HERE))
                .isEmpty();
    }
}
