package io.raftkms.signer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    @Test
    void findsTheNearestWord() {
        List<String> words = List.of("chain_id", "chain_ids", "addr");

        assertThat(Suggestion.nearest("chainid", words)).contains("chain_id");
        assertThat(Suggestion.nearest("chain-ids", words)).contains("chain_ids");
        assertThat(Suggestion.nearest("adr", words)).contains("addr");
    }

    @Test
    void isSilentWhenNothingIsNear() {
        assertThat(Suggestion.nearest("frobnicate", List.of("addr", "path"))).isEmpty();
    }

    @Test
    void distanceCountsEdits() {
        assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestion.distance("same", "same")).isZero();
    }
}
