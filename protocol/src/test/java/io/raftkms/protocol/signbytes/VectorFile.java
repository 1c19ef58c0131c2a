package io.raftkms.protocol.signbytes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A JSON file of recorded CometBFT data under {@code vectors/} and the notations that all of them share. */
public record VectorFile(JsonNode root) {
    public static VectorFile open(String name) {
        try (InputStream in = VectorFile.class.getResourceAsStream("/vectors/" + name)) {
            return new VectorFile(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    public Stream<JsonNode> list(String field) {
        return StreamSupport.stream(root.required(field).spliterator(), false);
    }

    /** Lower-case hex; absent, null and empty are zero bytes. */
    public static ByteString hex(JsonNode node) {
        return hex(node.asText(""));
    }

    public static ByteString hex(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    public static String toHex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    public static Instant timestamp(JsonNode node) {
        return Instant.ofEpochSecond(
                node.required("seconds").longValue(), node.required("nanos").longValue());
    }

    /** {@code null} is nil. */
    public static BlockId blockId(JsonNode node) {
        return node.isNull()
                ? BlockId.NIL
                : new BlockId(
                        hex(node.required("hash")),
                        node.required("total").longValue(),
                        hex(node.required("part_hash")));
    }
}
