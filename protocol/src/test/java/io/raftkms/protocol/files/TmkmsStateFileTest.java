package io.raftkms.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TmkmsStateFileTest {
    private static final JsonNode EXPECTED = Vectors.json("tmkms/expected.json");
    private static final String HASH = "4D8041704FC37D55E75B23B8E4E6A7C1AD4E70F136A5D990E5B6EF5B119E0CA6";

    static Stream<Arguments> states() {
        return Vectors.elements(EXPECTED.get("states"))
                .map(state -> Arguments.of(state.get("file").textValue(), state));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void readsWhatTmkmsWroteAndWritesItBack(String file, JsonNode expected) throws Exception {
        byte[] content = Vectors.read("tmkms/" + file);

        TmkmsStateFile state = TmkmsStateFile.parse(content);

        assertThat(state.at())
                .isEqualTo(new HeightRoundStep(
                        expected.get("height").longValue(),
                        expected.get("round").intValue(),
                        Step.ofNumber(expected.get("step").intValue())));
        assertThat(state.block().hash()).isEqualTo(Vectors.hex(expected.get("block_hash")));
        assertThat(state.encode()).isEqualTo(content);
        assertThat(StateFile.parse(content)).isEqualTo(state);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void importIsAFloorAtThePositionOrNothing(String file, JsonNode expected) throws Exception {
        StateFile state = StateFile.parse(Vectors.read("tmkms/" + file));
        SecretSeed seed =
                SecretSeed.copyOf(Vectors.hex(EXPECTED.get("key").get("seed")).toByteArray());

        ImportedState imported =
                ImportedState.of(state, EXPECTED.get("chain_id").textValue(), seed.ed25519PublicKey());

        assertThat(imported)
                .isEqualTo(
                        expected.get("height").longValue() == 0
                                ? new ImportedState.NothingSigned()
                                : new ImportedState.FloorOnly(state.at(), "the tmkms state file holds no sign bytes"));
    }

    @Test
    void readsTmkmsKeyFile() throws Exception {
        byte[] content = Vectors.read("tmkms/consensus.key");
        JsonNode key = EXPECTED.get("key");

        SecretSeed seed = SoftsignKey.parse(SoftsignFormat.BASE64, content);

        assertThat(seed.copy()).isEqualTo(Vectors.hex(key.get("seed")).toByteArray());
        assertThat(seed.ed25519PublicKey().bytes()).isEqualTo(Vectors.hex(key.get("public_key")));
        assertThat(ConsensusAddress.of(seed.ed25519PublicKey()))
                .hasToString(key.get("address").textValue());
        assertThat(SoftsignKey.encode(seed)).isEqualTo(content);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "part_set_header|'\"block_id\":{\"hash\":\"HASH\",\"part_set_header\":{\"total\":51,\"hash\":\"HASH\"}}'",
                "quoted total|'\"block_id\":{\"hash\":\"HASH\",\"parts\":{\"total\":\"51\",\"hash\":\"HASH\"}}'",
                "small letters|'\"block_id\":{\"hash\":\"hash\",\"parts\":{\"total\":51,\"hash\":\"hash\"}}'",
            })
    void readsOlderForms(String name, String blockId) throws Exception {
        String text = "{\"height\":\"7\",\"round\":\"1\",\"step\":2,"
                + blockId.replace("HASH", HASH)
                        .replace("\"hash\":\"hash\"", "\"hash\":\"" + HASH.toLowerCase(Locale.ROOT) + "\"")
                + "}";

        TmkmsStateFile state = TmkmsStateFile.parse(ascii(text));

        ByteString hash = ByteString.fromHex(HASH);
        assertThat(state)
                .isEqualTo(new TmkmsStateFile(new HeightRoundStep(7, 1, Step.PRECOMMIT), new BlockId(hash, 51, hash)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"height\":\"7\",\"round\":\"1\",\"step\":0,\"block_id\":null}'",
                "'{\"height\":\"7\",\"round\":\"1\",\"step\":0}'",
                "'{\"height\":\"7\",\"round\":1,\"step\":0,\"block_id\":null}'",
            })
    void readsMissingBlockIdAsNil(String text) throws Exception {
        StateFile state = StateFile.parse(ascii(text));

        assertThat(state).isEqualTo(new TmkmsStateFile(new HeightRoundStep(7, 1, Step.PROPOSAL), BlockId.NIL));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "step|BAD_VALUE|'{\"height\":\"7\",\"round\":\"1\",\"step\":3,\"block_id\":null}'",
                "round|BAD_VALUE|'{\"height\":\"7\",\"round\":\"2147483648\",\"step\":1,\"block_id\":null}'",
                "height|BAD_VALUE|'{\"height\":7,\"round\":\"1\",\"step\":1,\"block_id\":null}'",
                "height|MISSING_FIELD|'{\"round\":\"1\",\"step\":1,\"block_id\":null}'",
                "block_id|BAD_VALUE|'{\"height\":\"7\",\"round\":\"1\",\"step\":1,\"block_id\":\"\"}'",
                "block_id.parts|MISSING_FIELD|'{\"height\":\"7\",\"round\":\"1\",\"step\":1,\"block_id\":{\"hash\":\"\"}}'",
                "block_id.hash|BAD_VALUE|'{\"height\":\"7\",\"round\":\"1\",\"step\":1,\"block_id\":{\"hash\":\"AB\",\"parts\":{\"total\":0,\"hash\":\"\"}}}'",
                "block_id.parts.total|BAD_VALUE|'{\"height\":\"7\",\"round\":\"1\",\"step\":1,\"block_id\":{\"hash\":\"\",\"parts\":{\"total\":4294967296,\"hash\":\"\"}}}'",
                "signed|UNKNOWN_FIELD|'{\"height\":\"7\",\"round\":\"1\",\"step\":1,\"block_id\":null,\"signed\":true}'",
                "block_id|CONTRADICTION|'{\"height\":\"7\",\"round\":\"1\",\"step\":1,\"block_id\":null,\"signbytes\":\"AB\"}'",
            })
    void namesTheFieldThatIsWrong(String field, Problem problem, String text) {
        assertThatExceptionOfType(FileFormatException.class)
                .isThrownBy(() -> StateFile.parse(ascii(text)))
                .withMessageContaining("\"" + field + "\"")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
