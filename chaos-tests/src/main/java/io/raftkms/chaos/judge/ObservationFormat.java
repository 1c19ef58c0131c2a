package io.raftkms.chaos.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import java.util.Locale;

/** JSON lines of observers: exactly the fields of {@link Observation}, all of them in every line. */
public final class ObservationFormat {
    private final ObjectMapper json = new ObjectMapper();

    public String write(Observation seen) {
        ObjectNode line = json.createObjectNode();
        line.put("event", seen.event().name().toLowerCase(Locale.ROOT));
        line.put("validator", seen.validator());
        line.put("connection", seen.connection());
        line.put("kind", seen.kind().name().toLowerCase(Locale.ROOT));
        line.put("chain_id", seen.chainId());
        line.put("height", seen.at().height());
        line.put("round", seen.at().round());
        line.put("step", seen.at().step());
        line.put("sign_bytes", seen.signBytes());
        line.put("signature", seen.signature());
        line.put("public_key", seen.publicKey());
        line.put("begin", seen.beginNanos());
        line.put("end", seen.endNanos());
        return line.toString();
    }

    /**
     * Reads a line.
     *
     * @param source named in reports
     * @throws MalformedException if a field is missing, or not of its type
     */
    public Observation read(String line, String source) throws MalformedException {
        try {
            JsonNode node = json.readTree(line);
            return new Observation(
                    Observation.Event.valueOf(text(node, "event").toUpperCase(Locale.ROOT)),
                    text(node, "validator"),
                    text(node, "connection"),
                    Kind.valueOf(text(node, "kind").toUpperCase(Locale.ROOT)),
                    text(node, "chain_id"),
                    new Position(number(node, "height"), number(node, "round"), (int) number(node, "step")),
                    text(node, "sign_bytes"),
                    text(node, "signature"),
                    text(node, "public_key"),
                    number(node, "begin"),
                    number(node, "end"),
                    source);
        } catch (JsonProcessingException | IllegalArgumentException bad) {
            throw new MalformedException(source + ": " + bad.getMessage());
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("no text \"" + field + "\"");
        }
        return value.textValue();
    }

    private static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("no whole number \"" + field + "\"");
        }
        return value.longValue();
    }
}
