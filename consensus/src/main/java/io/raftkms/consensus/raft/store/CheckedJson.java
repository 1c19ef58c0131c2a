package io.raftkms.consensus.raft.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.consensus.ledger.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Small JSON files that a person may read and nobody may edit: the last field, {@code sha256}, covers the others as they
 * are written. Reading accepts exactly the bytes that writing gives, so every flipped bit shows.
 */
final class CheckedJson {
    private static final String CHECKSUM = "sha256";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectWriter WRITER =
            MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private CheckedJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] encode(ObjectNode fields) {
        ObjectNode checked = fields.deepCopy();
        checked.put(CHECKSUM, Sha256.hex(text(fields)));
        return text(checked);
    }

    static ObjectNode decode(byte[] bytes) throws DamagedFileException {
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new DamagedFileException("it is not JSON", e);
        }
        if (!(node instanceof ObjectNode fields) || fields.remove(CHECKSUM) == null) {
            throw new DamagedFileException("it has no checksum");
        }
        if (!Arrays.equals(encode(fields), bytes)) {
            throw new DamagedFileException("its content does not fit its checksum");
        }
        return fields;
    }

    private static byte[] text(ObjectNode fields) {
        try {
            return (WRITER.writeValueAsString(fields) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always writable", e);
        }
    }
}
