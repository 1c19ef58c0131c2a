package io.raftkms.protocol.signbytes;

import static io.raftkms.protocol.signbytes.VectorFile.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawBytesTest {
    @Test
    void celestiaBytesAreTextLengthAndRequest() {
        ByteString bytes =
                SignBytes.celestiaRawBytes("test-chain", ByteString.copyFromUtf8("test data"), "unique-id-123");

        assertThat(VectorFile.toHex(bytes))
                .isEqualTo("434f4d45543a3a5241575f42595445533a3a5349474e"
                        + "260a0a746573742d636861696e12097465737420646174611a0d756e697175652d69642d313233");
    }

    @Property
    void celestiaBytesNeverLookCanonical(@ForAll @NotEmpty byte[] bytes) {
        assertThat(RawBytesGuard.looksCanonical(
                        SignBytes.celestiaRawBytes("chain", ByteString.copyFrom(bytes), "compactBlock")))
                .isFalse();
    }

    @Test
    void celestiaBytesNeedAllThreeParts() {
        ByteString some = ByteString.copyFromUtf8("x");

        assertThatThrownBy(() -> SignBytes.celestiaRawBytes("", some, "id"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignBytes.celestiaRawBytes("chain", ByteString.EMPTY, "id"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignBytes.celestiaRawBytes("chain", some, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "", // an empty message, unprefixed
                "00", // an empty message
                "022a00", // vote with only an epoch timestamp
                "2a00", // the same, unprefixed
                "82002a00", // prefix longer than needed
                "8280808080808080802a00", // prefix read with its low 32 bits
                "7f2a00", // wrong length, ignored
                "022a00ffffff", // anything behind
                "08082011090000000000000019", // type and a cut-off height, wrong length but covered by it
                "032a0108", // prefixed body cut short inside the timestamp
            })
    void guardRefusesWhatATolerantDecoderReads(String hex) {
        assertThat(RawBytesGuard.looksCanonical(hex(hex))).isTrue();
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "072f", // wire type 7
                "036f6f6f", // wire type 7 behind a length
                "ffffffffffffffffffffff", // no varint at all
                "0104", // cut-off fixed64; group end without a start
                "017b", // group that never ends
            })
    void guardLetsThroughWhatNoDecoderReads(String hex) {
        assertThat(RawBytesGuard.looksCanonical(hex(hex))).isFalse();
    }
}
