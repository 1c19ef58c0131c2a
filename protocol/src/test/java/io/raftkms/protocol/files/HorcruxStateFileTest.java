package io.raftkms.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Field names, order and quoting as Horcrux 3.3 writes its {@code SignState}. */
class HorcruxStateFileTest {
    private static final String DIR = "statefiles/after-precommit/";

    @Test
    void provenBytesAreKeptForTheirChainAndKey() throws Exception {
        PrivValidatorKeyFile key = PrivValidatorKeyFile.parse(Vectors.read(DIR + "priv_validator_key.json"));
        PrivValidatorStateFile signed = PrivValidatorStateFile.parse(Vectors.read(DIR + "priv_validator_state.json"));

        StateFile read = StateFile.parse(horcrux(signed, "null"));

        assertThat(read).isInstanceOf(HorcruxStateFile.class);
        assertThat(read.kind()).hasToString("Horcrux state file");
        assertThat(read.at()).isEqualTo(signed.at());
        assertThat(ImportedState.of(read, "state-468", key.publicKey()))
                .isEqualTo(new ImportedState.Reusable(
                        signed.at(), signed.last().orElseThrow().signBytes()));
    }

    @Test
    void fileBeforeTheFirstSignatureIsRead() throws Exception {
        StateFile read = StateFile.parse(text("{\"height\":\"0\",\"round\":\"0\",\"step\":0,\"nonce_public\":null}"));

        assertThat(read.at()).isEqualTo(HeightRoundStep.ZERO);
        assertThat(read.last()).isEmpty();
    }

    @Test
    void shareFileWithoutAWholeSignatureIsAFloor() throws Exception {
        StateFile read = StateFile.parse(
                text("{\"height\":\"7\",\"round\":\"1\",\"step\":2,\"nonce_public\":\"AAAA\",\"signature\":\"AAAA\","
                        + "\"signbytes\":\"00FF\",\"vote_ext_signature\":\"AAAA\"}"));

        assertThat(ImportedState.of(read, "c", SecretSeed.copyOf(new byte[32]).ed25519PublicKey()))
                .isInstanceOfSatisfying(
                        ImportedState.FloorOnly.class,
                        floor -> assertThat(floor.at()).isEqualTo(new HeightRoundStep(7, 1, Step.PREVOTE)));
    }

    @Test
    void whatAHandGotWrongIsNamed() {
        assertRefused(
                "{\"height\":7,\"round\":\"0\",\"step\":2,\"nonce_public\":null}",
                Problem.BAD_VALUE,
                "height",
                "quotes");
        assertRefused(
                "{\"height\":\"7\",\"round\":0,\"step\":2,\"nonce_public\":null}",
                Problem.BAD_VALUE,
                "round",
                "quotes");
        assertRefused(
                "{\"height\":\"7\",\"round\":\"0\",\"step\":4,\"nonce_public\":null}", Problem.BAD_VALUE, "step", "3");
        assertRefused(
                "{\"height\":\"7\",\"round\":\"0\",\"step\":2,\"nonce_public\":null,\"block_id\":null}",
                Problem.CONTRADICTION,
                "block_id",
                "Horcrux");
        assertRefused(
                "{\"height\":\"7\",\"round\":\"0\",\"step\":2,\"nonce_public\":null,\"hight\":\"8\"}",
                Problem.UNKNOWN_FIELD,
                "hight",
                "unknown field");
    }

    private static void assertRefused(String content, Problem problem, String field, String words) {
        assertThatExceptionOfType(FileFormatException.class)
                .isThrownBy(() -> StateFile.parse(text(content)))
                .withMessageContaining(words)
                .satisfies(refused -> {
                    assertThat(refused.problem()).isEqualTo(problem);
                    assertThat(refused.field()).isEqualTo(field);
                });
    }

    private static byte[] horcrux(PrivValidatorStateFile file, String nonce) {
        PrivValidatorStateFile.Signed last = file.last().orElseThrow();
        return text(String.format(
                Locale.ROOT,
                "{\n  \"height\": \"%d\",\n  \"round\": \"%d\",\n  \"step\": %d,\n  \"nonce_public\": %s,\n"
                        + "  \"signature\": \"%s\",\n  \"signbytes\": \"%s\"\n}",
                file.at().height(),
                file.at().round(),
                file.at().step().number(),
                nonce,
                Base64.getEncoder().encodeToString(last.signature().toByteArray()),
                HexFormat.of().withUpperCase().formatHex(last.signBytes().toByteArray())));
    }

    private static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
