package io.raftkms.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
    static Stream<Arguments> signBytes() {
        return Vectors.cases("signbytes.json", "cases");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signBytes")
    void readsAndWritesWhatCometBftSigns(String name, JsonNode vector) throws MalformedException {
        Kind kind = Kind.valueOf(vector.path("kind").asText().toUpperCase(Locale.ROOT));
        byte[] recorded = HexFormat.of().parseHex(vector.path("sign_bytes").asText());

        assertThat(expected(kind, vector).signBytes()).isEqualTo(recorded);
        assertThat(Canonical.decode(kind, recorded)).isEqualTo(expected(kind, vector));
    }

    private static Canonical expected(Kind kind, JsonNode vector) {
        long height = vector.path("height").asLong();
        long round = vector.path("round").asLong();
        String chainId = vector.path("chain_id").asText();
        Block block = Vectors.block(vector.path("block_id"));
        Timestamp timestamp = Vectors.timestamp(vector.path("timestamp"));
        return switch (kind) {
            case VOTE -> new Canonical.Vote(vector.path("type").asInt(), height, round, block, timestamp, chainId);
            case PROPOSAL ->
                new Canonical.Proposal(height, round, vector.path("pol_round").asLong(), block, timestamp, chainId);
            case EXTENSION -> new Canonical.Extension(vector.path("extension").asText(), height, round, chainId);
            case RAW, PUBLIC_KEY -> throw new AssertionError(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "05",
                "2708021139300000000000002a0b08b1d381d20510809dca6f320d746573745f636861696e5f6964",
                "2808021139300000000000002a0b08b1d381d20510809dca6f320d746573745f636861696e5f69643800",
                "28080219000000000000000011393000000000000000",
                "1f1101000000000000001901000000000000002a0b088092b8c398feffffff01"
            })
    void refusesWhatIsNoCanonicalProposal(String hex) {
        assertThatThrownBy(() -> Canonical.decode(Kind.PROPOSAL, HexFormat.of().parseHex(hex)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesAnotherFormOfTheSameVote() throws MalformedException {
        // The recorded nil precommit at 12345/0, and the same with its round written out although it is 0.
        String canonical = "2708021139300000000000002a0b08b1d381d20510809dca6f320d746573745f636861696e5f6964";
        String padded =
                "3008021139300000000000001900000000000000002a0b08b1d381d20510809dca6f320d746573745f636861696e5f6964";
        byte[] same = HexFormat.of().parseHex(canonical);

        assertThat(Canonical.decode(Kind.VOTE, same).position()).isEqualTo(new Position(12_345, 0, 3));
        assertThatThrownBy(() -> Canonical.decode(Kind.VOTE, HexFormat.of().parseHex(padded)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("not the canonical form");
    }
}
