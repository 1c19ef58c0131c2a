package io.raftkms.protocol.secretconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyDerivationTest {
    @ParameterizedTest
    @MethodSource("recorded")
    void derivesTheRecordedKeys(Vectors.Derive vector) {
        SessionKeys keys = KeyDerivation.derive(vector.dhSecret(), vector.localEphPublic(), vector.remoteEphPublic());

        assertThat(KeyDerivation.isLeast(vector.localEphPublic(), vector.remoteEphPublic()))
                .isEqualTo(vector.localIsLeast());
        assertThat(keys.challenge()).isEqualTo(vector.challenge());
        assertThat(keys.sendKey()).isEqualTo(vector.sendKey());
        assertThat(keys.receiveKey()).isEqualTo(vector.receiveKey());
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void theOtherEndDerivesTheSameWithTheKeysSwapped(Vectors.Derive vector) {
        SessionKeys keys = KeyDerivation.derive(vector.dhSecret(), vector.remoteEphPublic(), vector.localEphPublic());

        assertThat(keys.challenge()).isEqualTo(vector.challenge());
        assertThat(keys.sendKey()).isEqualTo(vector.receiveKey());
        assertThat(keys.receiveKey()).isEqualTo(vector.sendKey());
    }

    static List<Vectors.Derive> recorded() {
        return Vectors.RECORDED.derive();
    }

    /** Lines of CometBFT's golden file for HKDF; its last column is the part that nothing uses any more. */
    @ParameterizedTest
    @CsvSource({
        "9fe4a5a73df12dbd8659b1d9280873fe993caefec6b0ebc2686dd65027148e03, true,"
                + "80a83ad6afcb6f8175192e41973aed31dd75e3c106f813d986d9567a4865eb2f,"
                + "96362a04f628a0666d9866147326898bb0847b8db8680263ad19e6336d4eed9e,"
                + "2632c3fd20f456c5383ed16aa1d56dc7875a2b0fc0d5ff053c3ada8934098c69",
        "0716764b370d543fee692af03832c16410f0a56e4ddb79604ea093b10bb6f654, false,"
                + "84f2b1e8658456529a2c324f46c3406c3c6fecd5fbbf9169f60bed8956a8b03d,"
                + "cba357ae33d7234520d5742102a2a6cdb39b7db59c14a58fa8aadd310127630f,"
                + "576643a8fcc1a4cf866db900f4a150dbe35d44a1b3ff36e4911565c3fa22fc32"
    })
    void agreesWithTheGoldenFile(String secret, boolean localIsLeast, String receive, String send, String unused) {
        byte[] lower = new byte[EphemeralKey.KEY_BYTES];
        byte[] upper = new byte[EphemeralKey.KEY_BYTES];
        upper[0] = (byte) 0xff;

        SessionKeys keys =
                KeyDerivation.derive(Vectors.hex(secret), localIsLeast ? lower : upper, localIsLeast ? upper : lower);

        assertThat(keys.receiveKey()).isEqualTo(Vectors.hex(receive));
        assertThat(keys.sendKey()).isEqualTo(Vectors.hex(send));
        assertThat(Arrays.copyOfRange(KeyDerivation.keyMaterial(Vectors.hex(secret)), 64, 96))
                .isEqualTo(Vectors.hex(unused));
    }

    @Test
    void wipingClearsTheFrameKeys() {
        Vectors.Derive vector = Vectors.RECORDED.derive().get(0);
        SessionKeys keys = KeyDerivation.derive(vector.dhSecret(), vector.localEphPublic(), vector.remoteEphPublic());

        keys.wipe();

        assertThat(keys.sendKey()).containsOnly(0);
        assertThat(keys.receiveKey()).containsOnly(0);
    }
}
