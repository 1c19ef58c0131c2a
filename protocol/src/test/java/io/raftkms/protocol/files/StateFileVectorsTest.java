package io.raftkms.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.Ed25519Verifier;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Key and state files that CometBFT wrote, at several stages. */
class StateFileVectorsTest {
    private static final JsonNode EXPECTED = Vectors.json("statefiles/expected.json");
    private static final String CHAIN = EXPECTED.get("chain_id").textValue();

    static Stream<Arguments> directories() {
        return Vectors.elements(EXPECTED.get("states"))
                .map(state -> Arguments.of(state.get("dir").textValue(), state));
    }

    static Stream<Arguments> ed25519Directories() {
        return directories()
                .filter(arguments -> ((JsonNode) arguments.get()[1])
                        .get("key_type")
                        .textValue()
                        .equals("ed25519"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("directories")
    void readsKeyAndWritesItBack(String dir, JsonNode expected) throws Exception {
        byte[] content = Vectors.read("statefiles/" + dir + "/priv_validator_key.json");

        PrivValidatorKeyFile key = PrivValidatorKeyFile.parse(content);

        assertThat(key.publicKey().type()).hasToString(expected.get("key_type").textValue());
        assertThat(key.publicKey().bytes()).isEqualTo(Vectors.hex(expected.get("public_key")));
        assertThat(ConsensusAddress.of(key.publicKey()))
                .hasToString(expected.get("address").textValue());
        assertThat(key.secret().copy())
                .isEqualTo(Vectors.hex(expected.get("seed")).toByteArray());
        assertThat(key.encode()).isEqualTo(content);
        assertThat(Vectors.json(key.encode())).isEqualTo(Vectors.json(content));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("directories")
    void readsStateAndWritesItBack(String dir, JsonNode expected) throws Exception {
        byte[] content = Vectors.read("statefiles/" + dir + "/priv_validator_state.json");

        PrivValidatorStateFile state = PrivValidatorStateFile.parse(content);

        assertThat(state.at()).isEqualTo(at(expected));
        assertThat(state.last().isPresent())
                .isEqualTo(!expected.get("signature").isNull());
        state.last().ifPresent(last -> {
            assertThat(last.signature()).isEqualTo(Vectors.hex(expected.get("signature")));
            assertThat(last.signBytes()).isEqualTo(Vectors.hex(expected.get("sign_bytes")));
        });
        assertThat(state.encode()).isEqualTo(content);
        assertThat(StateFile.parse(content)).isEqualTo(state);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ed25519Directories")
    void signatureOfEd25519VerifiesAndIsReusable(String dir, JsonNode expected) throws Exception {
        ConsensusPublicKey key = key(dir).publicKey();
        PrivValidatorStateFile state = state(dir);

        ImportedState imported = ImportedState.of(state, CHAIN, key);

        if (state.last().isEmpty()) {
            assertThat(imported).isEqualTo(new ImportedState.NothingSigned());
            return;
        }
        assertThat(new Ed25519Verifier(key)
                        .verifies(
                                state.last().get().signBytes(),
                                state.last().get().signature()))
                .isTrue();
        assertThat(imported)
                .isEqualTo(new ImportedState.Reusable(at(expected), Vectors.hex(expected.get("sign_bytes"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ed25519Directories")
    void softsignReadsEd25519KeyFile(String dir, JsonNode expected) throws Exception {
        SecretSeed seed =
                SoftsignKey.parse(SoftsignFormat.JSON, Vectors.read("statefiles/" + dir + "/priv_validator_key.json"));

        assertThat(seed.ed25519PublicKey().bytes()).isEqualTo(Vectors.hex(expected.get("public_key")));
    }

    @Test
    void softsignRefusesSecp256k1ByName() {
        byte[] content = Vectors.read("statefiles/secp256k1-after-prevote/priv_validator_key.json");

        assertThatExceptionOfType(FileFormatException.class)
                .isThrownBy(() -> SoftsignKey.parse(SoftsignFormat.JSON, content))
                .withMessageContaining("secp256k1")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED_KEY));
    }

    @Test
    void secp256k1StateIsOnlyAFloor() throws Exception {
        PrivValidatorKeyFile key = key("secp256k1-after-prevote");
        PrivValidatorStateFile state = state("secp256k1-after-prevote");

        ImportedState imported = ImportedState.of(state, CHAIN, key.publicKey());

        assertThat(key.publicKey().type()).isEqualTo(KeyType.SECP256K1);
        assertThat(imported)
                .isEqualTo(new ImportedState.FloorOnly(state.at(), "signatures of secp256k1 keys cannot be checked"));
    }

    private static PrivValidatorKeyFile key(String dir) throws FileFormatException {
        return PrivValidatorKeyFile.parse(Vectors.read("statefiles/" + dir + "/priv_validator_key.json"));
    }

    private static PrivValidatorStateFile state(String dir) throws FileFormatException {
        return PrivValidatorStateFile.parse(Vectors.read("statefiles/" + dir + "/priv_validator_state.json"));
    }

    private static HeightRoundStep at(JsonNode expected) {
        return new HeightRoundStep(
                expected.get("height").longValue(),
                expected.get("round").intValue(),
                Step.ofNumber(expected.get("step").intValue()));
    }
}
