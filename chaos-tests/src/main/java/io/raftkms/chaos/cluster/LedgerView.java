package io.raftkms.chaos.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.wire.Position;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What {@code state show --json} said on one member.
 *
 * @param hash over the whole ledger: equal ledgers have equal hashes
 * @param highest the highest mark of any key
 */
public record LedgerView(String hash, Optional<Position> highest) {
    private static final List<String> STEPS = List.of("none", "proposal", "prevote", "precommit");

    /** Reads what the command printed with --json. */
    public static LedgerView parse(String output) {
        try {
            JsonNode state = new ObjectMapper().readTree(output);
            String hash = state.path("hash").asText();
            if (hash.isEmpty()) {
                throw new IllegalStateException("state show without a hash: " + output);
            }
            return new LedgerView(
                    hash,
                    StreamSupport.stream(state.path("keys").spliterator(), false)
                            .map(key -> position(key.path("mark")))
                            .max(Comparator.naturalOrder()));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("state show printed no JSON: " + output, unreadable);
        }
    }

    private static Position position(JsonNode mark) {
        int step = STEPS.indexOf(mark.path("step").asText());
        if (step < 0) {
            throw new IllegalStateException("a mark without a step: " + mark);
        }
        return new Position(mark.path("height").asLong(), mark.path("round").asLong(), step);
    }
}
