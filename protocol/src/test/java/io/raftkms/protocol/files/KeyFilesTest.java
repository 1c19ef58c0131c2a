package io.raftkms.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.protocol.files.FileFormatException.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged key files: what is wrong is named, what is secret is not. */
class KeyFilesTest {
    private static final byte[] GOOD = Vectors.read("statefiles/empty/priv_validator_key.json");
    private static final String SECRET =
            Vectors.json(GOOD).at("/priv_key/value").textValue();

    @Test
    void refusesPrivateValueWhoseSecondHalfIsAnotherPublicKey() throws Exception {
        byte[] value = Base64.getDecoder().decode(SECRET);
        value[40] ^= 1;

        FileFormatException e =
                refused(with("/priv_key", "value", Base64.getEncoder().encodeToString(value)));

        assertThat(e.problem()).isEqualTo(Problem.CONTRADICTION);
        assertThat(e.field()).isEqualTo("priv_key.value");
    }

    @ParameterizedTest(name = "{0}.{1} = {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/priv_key|value|AAAA|BAD_VALUE|3 bytes",
                "/priv_key|value|?|BAD_VALUE|not base64",
                "/pub_key|value|AAAA|CONTRADICTION|another key",
                "/pub_key|type|tendermint/PubKeySecp256k1|CONTRADICTION|another type",
                "|address|286B1F1DFDCDA19199D82B3FF82A99CCA39DAF7E|CONTRADICTION|286B1F1DFDCDA19199D82B3FF82A99CCA39DAF7F",
                "/priv_key|type|cometbft/PrivKeyBls12_381|UNSUPPORTED_KEY|cometbft/PrivKeyBls12_381",
                "/priv_key|type|cometbft/PrivKeyMlDsa65|UNSUPPORTED_KEY|cometbft/PrivKeyMlDsa65",
                "/priv_key|type|tendermint/PrivKeySecp256k1eth|UNSUPPORTED_KEY|tendermint/PrivKeySecp256k1eth",
            })
    void namesWhatIsWrong(String object, String field, String value, Problem problem, String text) throws Exception {
        FileFormatException e = refused(with(object == null ? "" : object, field, value));

        assertThat(e.problem()).isEqualTo(problem);
        assertThat(e.field()).endsWith(field);
        assertThat(e).hasMessageContaining("priv_validator_key.json").hasMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"address", "pub_key", "priv_key"})
    void namesMissingField(String field) {
        ObjectNode file = (ObjectNode) Vectors.json(GOOD);
        file.remove(field);

        FileFormatException e = refused(file.toString());

        assertThat(e.problem()).isEqualTo(Problem.MISSING_FIELD);
        assertThat(e.field()).isEqualTo(field);
    }

    @Test
    void secretInAnyPlaceIsNotRepeated() {
        String file = new String(GOOD, StandardCharsets.UTF_8);
        List<String> damaged = List.of(
                SECRET,
                '"' + SECRET + '"',
                file.substring(0, file.indexOf("\"priv_key\"")) + SECRET + "}",
                file.replace("tendermint/PrivKeyEd25519", SECRET),
                file.replace("tendermint/PubKeyEd25519", SECRET),
                file.replace("286B1F1DFDCDA19199D82B3FF82A99CCA39DAF7F", SECRET),
                file.replace("cCvq4wsf0BULVrgjBMBZUlf8KJdDOsiziSENm618UF0=\"", SECRET + "\""),
                file.replace(SECRET, SECRET + SECRET),
                file.replace(SECRET, SECRET + "!"),
                file + SECRET);

        for (String text : damaged) {
            FileFormatException e = refused(text);
            assertThat(e.toString()).doesNotContain(SECRET.substring(0, 12));
            assertThat(e).hasNoCause();
        }
    }

    @Test
    void keyFileTextDoesNotShowTheSecret() throws Exception {
        PrivValidatorKeyFile file = PrivValidatorKeyFile.parse(GOOD);

        assertThat(file.toString())
                .contains("286B1F1DFDCDA19199D82B3FF82A99CCA39DAF7F")
                .doesNotContain(SECRET);
        assertThat(file.secret()).hasToString("SecretSeed[hidden]");
    }

    @Test
    void otherFieldsAreIgnoredAsByCometBft() throws Exception {
        PrivValidatorKeyFile file = PrivValidatorKeyFile.parse(
                with("", "comment", "validator of rack 4").getBytes(StandardCharsets.UTF_8));

        assertThat(file.encode()).isEqualTo(GOOD);
    }

    @Test
    void seedFileToleratesWhiteSpaceAround() throws Exception {
        byte[] seed = PrivValidatorKeyFile.parse(GOOD).secret().copy();
        String text = " \n" + Base64.getEncoder().encodeToString(seed) + "\r\n";

        byte[] content = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(SoftsignKey.parse(SoftsignFormat.BASE64, content).copy()).isEqualTo(seed);
        assertThat(IdentityKeyText.parse(content).copy()).isEqualTo(seed);
        assertThat(IdentityKeyText.encode(IdentityKeyText.parse(content)))
                .isEqualTo(text.strip().getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void seedFileOf64BytesInGoFormIsRefusedByName() {
        FileFormatException e = refusedSeed(SECRET);

        assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED_KEY);
        assertThat(e).hasMessageContaining("Go's form").hasMessageContaining("softsign import");
        assertThat(e.getMessage()).doesNotContain(SECRET.substring(0, 12));
    }

    @Test
    void seedFileOf64OtherBytesIsRefusedAsExpandedSecret() {
        FileFormatException e = refusedSeed(Base64.getEncoder().encodeToString(new byte[64]));

        assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED_KEY);
        assertThat(e).hasMessageContaining("expanded secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=",
                "AAAA AAAA",
                "{\"address\":\"\"}",
                "   ",
            })
    void seedFileOfAnyOtherFormIsRefused(String text) {
        assertThat(refusedSeed(text).problem()).isEqualTo(Problem.MALFORMED);
    }

    @Test
    void seedIsCopiedInAndOutAndWiped() {
        byte[] bytes = new byte[SecretSeed.BYTES];
        SecretSeed seed = SecretSeed.copyOf(bytes);
        bytes[0] = 1;
        seed.copy()[1] = 1;

        assertThat(seed.copy()).containsOnly(0);
        assertThat(seed.sameAs(SecretSeed.copyOf(new byte[SecretSeed.BYTES]))).isTrue();
        assertThat(seed.sameAs(SecretSeed.copyOf(bytes))).isFalse();

        seed.close();

        assertThat(seed.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(seed::copy);
        assertThatIllegalStateException().isThrownBy(seed::ed25519PublicKey);
        assertThatIllegalArgumentException().isThrownBy(() -> SecretSeed.copyOf(new byte[31]));
    }

    private static String with(String object, String field, String value) {
        ObjectNode file = (ObjectNode) Vectors.json(GOOD);
        ((ObjectNode) file.at(object)).put(field, value);
        return file.toString();
    }

    private static FileFormatException refused(String text) {
        return refusal(() -> SoftsignKey.parse(SoftsignFormat.JSON, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static FileFormatException refusedSeed(String text) {
        return refusal(() -> SoftsignKey.parse(SoftsignFormat.BASE64, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static FileFormatException refusal(ThrowingCallable reading) {
        return catchThrowableOfType(FileFormatException.class, reading);
    }
}
