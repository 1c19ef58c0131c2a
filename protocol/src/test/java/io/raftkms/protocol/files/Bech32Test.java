package io.raftkms.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of BIP-173, and round trips. */
class Bech32Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "A12UEL5L",
                "a12uel5l",
                "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
                "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
                "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
                "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
                "?1ezyfcl",
            })
    void readsValidTextAndWritesItBack(String text) {
        Optional<Bech32> read = Bech32.decode(text);

        assertThat(read).map(Bech32::text).contains(text.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " 1nwldj5",
                "\u007f1axkwrx",
                "\u00801eym55h",
                "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
                "pzry9x0s0muk",
                "1pzry9x0s0muk",
                "x1b4n0q5v",
                "li1dgmt3",
                "de1lg7wt\u00ff",
                "A1G7SGD8",
                "10a06t8",
                "1qzzfhee",
                "A12uEL5L",
                "a12uel5k",
                // Lower case of the Kelvin sign is the letter k.
                "split1chec\u212aupstagehandshakeupstreamerranterredcaperred2y9e3w",
                "",
            })
    void refusesInvalidText(String text) {
        assertThat(Bech32.decode(text)).isEmpty();
    }

    @Test
    void refusesLeftoverBitsInWholeBytes() {
        assertThat(new Bech32("a", ByteString.fromHex("1f1f")).bytes()).isEmpty();
        assertThat(new Bech32("a", ByteString.fromHex("1f")).bytes()).isEmpty();
        assertThat(new Bech32("a", ByteString.fromHex("1f1c")).bytes()).contains(ByteString.fromHex("ff"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Cosmos", "co smos", "k\u00f6ln"})
    void refusesPrefix(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> Bech32.ofBytes(prefix, ByteString.EMPTY));
    }

    @Test
    void refusesTextThatWouldBeTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bech32.ofBytes("a".repeat(60), ByteString.fromHex("00".repeat(20))))
                .withMessageContaining("90");
    }

    @Property
    void bytesSurviveTheText(
            @ForAll @LowerChars @StringLength(min = 1, max = 25) String prefix, @ForAll @Size(max = 35) byte[] bytes) {
        String text = Bech32.ofBytes(prefix, ByteString.copyFrom(bytes)).text();

        assertThat(Bech32.decode(text)).hasValueSatisfying(read -> {
            assertThat(read.prefix()).isEqualTo(prefix);
            assertThat(read.bytes()).contains(ByteString.copyFrom(bytes));
        });
    }

    @Property
    void oneWrongCharacterIsNoticed(
            @ForAll @Size(20) byte[] address, @ForAll("positions") int at, @ForAll @AlphaChars char c) {
        String text =
                Bech32.ofBytes("cosmosvalcons", ByteString.copyFrom(address)).text();
        char wrong = Character.toLowerCase(c) == text.charAt(at) ? 'b' : Character.toLowerCase(c);

        assertThat(Bech32.decode(text.substring(0, at) + wrong + text.substring(at + 1)))
                .isEmpty();
    }

    @Provide
    Arbitrary<Integer> positions() {
        return Arbitraries.integers().between(14, 51);
    }
}
