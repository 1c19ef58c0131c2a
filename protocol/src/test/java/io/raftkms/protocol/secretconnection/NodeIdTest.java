package io.raftkms.protocol.secretconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.raftkms.protocol.secretconnection.Vectors.Role;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {
    private static final String ID = "9b34ee71693f8840cff954a45ebf1d33eaa5b044";

    static Stream<Role> roles() {
        return Vectors.roles();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void isTheStartOfTheDigestOfTheIdentityKey(Role role) {
        assertThat(NodeId.of(role.own().identityPublic()))
                .isEqualTo(NodeId.parse(role.own().nodeId()));
    }

    @Test
    void readsDigitsOfEitherCaseAndWritesLowerOnes() {
        assertThat(NodeId.parse("9B34EE71693F8840CFF954A45EBF1D33EAA5B044")).hasToString(ID);
        assertThat(new NodeId(ID).hex()).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9b34ee71693f8840cff954a45ebf1d33eaa5b04",
                "9b34ee71693f8840cff954a45ebf1d33eaa5b0444",
                "9b34ee71693f8840cff954a45ebf1d33eaa5b04g",
                " 9b34ee71693f8840cff954a45ebf1d33eaa5b044",
                "9b34ee71693f8840cff954a45ebf1d33eaa5b044\n"
            })
    void refusesWhatIsNot40HexDigits(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeId.parse(text));
    }
}
