package io.raftkms.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivValidatorStateFileTest {
    @Test
    void readsQuotedRoundOfOldVersions() throws Exception {
        byte[] content =
                utf8("{\"height\":\"5\",\"round\":\"2\",\"step\":3,\"signature\":\"AAAA\",\"signbytes\":\"0a0B\"}");

        StateFile state = StateFile.parse(content);

        assertThat(state)
                .isEqualTo(new PrivValidatorStateFile(
                        new HeightRoundStep(5, 2, Step.PRECOMMIT),
                        Optional.of(new PrivValidatorStateFile.Signed(
                                ByteString.fromHex("0a0b"), ByteString.fromHex("000000")))));
    }

    @Test
    void readsStepThreeWithQuotedRoundAsCometBft() throws Exception {
        StateFile state = StateFile.parse(utf8("{\"height\":\"5\",\"round\":\"2\",\"step\":3}"));

        assertThat(state.at()).isEqualTo(new HeightRoundStep(5, 2, Step.PRECOMMIT));
    }

    @ParameterizedTest(name = "{1} {0}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "height|BAD_VALUE|the number 12|'{\"height\":12,\"round\":0,\"step\":0}'",
                "height|BAD_VALUE|the number -1|'{\"height\":\"-1\",\"round\":0,\"step\":0}'",
                "height|BAD_VALUE|the text \"012\"|'{\"height\":\"012\",\"round\":0,\"step\":0}'",
                "height|BAD_VALUE|the text \"1,000\"|'{\"height\":\"1,000\",\"round\":0,\"step\":0}'",
                "height|BAD_VALUE|the text \"\"|'{\"height\":\"\",\"round\":0,\"step\":0}'",
                "height|BAD_VALUE|the number 9223372036854775808|'{\"height\":\"9223372036854775808\",\"round\":0,\"step\":0}'",
                "height|BAD_VALUE|null|'{\"height\":null,\"round\":0,\"step\":0}'",
                "height|MISSING_FIELD|no such field|'{\"round\":0,\"step\":0}'",
                "round|MISSING_FIELD|no such field|'{\"height\":\"1\",\"step\":0}'",
                "round|BAD_VALUE|the number 2147483648|'{\"height\":\"1\",\"round\":2147483648,\"step\":0}'",
                "round|BAD_VALUE|the number 1.0|'{\"height\":\"1\",\"round\":1.0,\"step\":0}'",
                "round|BAD_VALUE|true or false|'{\"height\":\"1\",\"round\":true,\"step\":0}'",
                "step|BAD_VALUE|the number 4|'{\"height\":\"1\",\"round\":0,\"step\":4}'",
                "step|BAD_VALUE|the text \"3\"|'{\"height\":\"1\",\"round\":0,\"step\":\"3\"}'",
                "step|MISSING_FIELD|no such field|'{\"height\":\"1\",\"round\":0}'",
                "Height|UNKNOWN_FIELD|unknown field|'{\"Height\":\"1\",\"height\":\"1\",\"round\":0,\"step\":0}'",
                "signature|MISSING_FIELD|no such field|'{\"height\":\"1\",\"round\":0,\"step\":1,\"signbytes\":\"AB\"}'",
                "signbytes|MISSING_FIELD|no such field|'{\"height\":\"1\",\"round\":0,\"step\":1,\"signature\":\"AAAA\"}'",
                "signbytes|BAD_VALUE|the text \"ABC\"|'{\"height\":\"1\",\"round\":0,\"step\":1,\"signature\":\"AAAA\",\"signbytes\":\"ABC\"}'",
                "signbytes|BAD_VALUE|the text \"\"|'{\"height\":\"1\",\"round\":0,\"step\":1,\"signature\":\"AAAA\",\"signbytes\":\"\"}'",
                "signature|BAD_VALUE|the text \"AAA\"|'{\"height\":\"1\",\"round\":0,\"step\":1,\"signature\":\"AAA\",\"signbytes\":\"AB\"}'",
                "signature|BAD_VALUE|the text \"AB==\"|'{\"height\":\"1\",\"round\":0,\"step\":1,\"signature\":\"AB==\",\"signbytes\":\"AB\"}'",
                "signature|BAD_VALUE|null|'{\"height\":\"1\",\"round\":0,\"step\":1,\"signature\":null,\"signbytes\":\"AB\"}'",
                "height|CONTRADICTION|0 beside a signature|'{\"height\":\"0\",\"round\":0,\"step\":1,\"signature\":\"AAAA\",\"signbytes\":\"AB\"}'",
                "priv_key|UNKNOWN_FIELD|a private key|'{\"address\":\"\",\"priv_key\":{}}'",
            })
    void namesWhatAHandEditGotWrong(String field, Problem problem, String found, String text) {
        assertThatExceptionOfType(FileFormatException.class)
                .isThrownBy(() -> StateFile.parse(utf8(text)))
                .withMessageContaining("\"" + field + "\"")
                .withMessageContaining("found ")
                .withMessageContaining(found)
                .withMessageContaining("expected ")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"height\":\"1\",\"height\":\"2\",\"round\":0,\"step\":0}'",
                "'{\"height\":\"1\",\"round\":0,\"step\":0,}'",
                "'{\"height\":\"1\",\"round\":0,\"step\":0} {}'",
                "'{\"height\":\"1\",\"round\":0,\"step\":'",
                "'[1]'",
                "'null'",
                "'   '",
                "'{\"height\":[[[[[[[[[[]]]]]]]]]]}'",
            })
    void refusesWhatIsNotOneJsonObject(String text) {
        assertThatExceptionOfType(FileFormatException.class)
                .isThrownBy(() -> StateFile.parse(utf8(text)))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.MALFORMED));
    }

    @Test
    void refusesEmptyAndOverlongContent() {
        assertThatExceptionOfType(FileFormatException.class)
                .isThrownBy(() -> StateFile.parse(new byte[0]))
                .withMessageContaining("empty");
        assertThatExceptionOfType(FileFormatException.class)
                .isThrownBy(() -> StateFile.parse(new byte[FileKind.STATE.maxBytes() + 1]))
                .withMessageContaining("65537 bytes")
                .withMessageContaining("at most 65536");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
