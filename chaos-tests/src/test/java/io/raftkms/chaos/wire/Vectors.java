package io.raftkms.chaos.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.provider.Arguments;

/** Recorded bytes of CometBFT. */
final class Vectors {
    private Vectors() {}

    static Stream<Arguments> cases(String file, String list) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            JsonNode cases = new ObjectMapper().readTree(in).path(list);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(node -> Arguments.of(node.path("name").asText(), node));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Block block(JsonNode node) {
        return node.isObject()
                ? new Block(
                        node.path("hash").asText(),
                        node.path("total").asLong(),
                        node.path("part_hash").asText())
                : Block.NIL;
    }

    static Timestamp timestamp(JsonNode node) {
        return new Timestamp(node.path("seconds").asLong(), node.path("nanos").asInt());
    }
}
