package io.raftkms.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import org.junit.jupiter.api.Test;

class ConsensusAddressTest {
    /** A validator of a public test network, as its staking module listed it. */
    private static final String LISTED =
            "cosmosvalconspub1zcjduepqf6kaq98x2kz4njrt5w24quz468e24pqevd0tk6ghzh2mhur0lexqvhgp4g";

    private static final ConsensusPublicKey KEY = new ConsensusPublicKey(
            KeyType.ED25519, ByteString.fromHex("556a436f1218d30942efe798420f51dc9b6a311b929c578257457d05c5fcf230"));

    @Test
    void addressOfEd25519IsTheStartOfTheHash() {
        assertThat(ConsensusAddress.of(KEY).hex()).isEqualTo("DC52D5CF8DFD1793D71038B342A29B01AD8A5D63");
        assertThat(ConsensusAddress.of(KEY)).hasToString("DC52D5CF8DFD1793D71038B342A29B01AD8A5D63");
    }

    @Test
    void addressInBech32CarriesThePrefix() {
        String text = ConsensusAddress.of(KEY).bech32("cosmosvalcons");

        assertThat(text).startsWith("cosmosvalcons1");
        assertThat(Bech32.decode(text).flatMap(Bech32::bytes))
                .contains(ConsensusAddress.of(KEY).bytes());
    }

    @Test
    void publicKeyInBech32IsTheFormThatChainsListed() {
        ByteString amino = Bech32.decode(LISTED).flatMap(Bech32::bytes).orElseThrow();
        ConsensusPublicKey key = new ConsensusPublicKey(KeyType.ED25519, amino.substring(5));

        assertThat(PublicKeyText.bech32(key, "cosmosvalconspub")).isEqualTo(LISTED);
    }

    @Test
    void publicKeyInTheOtherForms() {
        assertThat(PublicKeyText.hex(KEY))
                .isEqualTo("556A436F1218D30942EFE798420F51DC9B6A311B929C578257457D05C5FCF230");
        assertThat(PublicKeyText.base64(KEY)).isEqualTo("VWpDbxIY0wlC7+eYQg9R3JtqMRuSnFeCV0V9BcX88jA=");
        assertThat(PublicKeyText.cosmosJson(KEY))
                .isEqualTo("{\"@type\":\"/cosmos.crypto.ed25519.PubKey\","
                        + "\"key\":\"VWpDbxIY0wlC7+eYQg9R3JtqMRuSnFeCV0V9BcX88jA=\"}");
    }

    @Test
    void refusesOtherLengths() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConsensusAddress(ByteString.fromHex("00")));
    }
}
