package io.raftkms.protocol.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.privval.PrintableText;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One JSON object of a file, read strictly: every accessor either gives a value of the right type and range or throws
 * an error that names the field.
 */
final class JsonFields {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NUMBER_CHARS = 40;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private final FileKind kind;
    private final String path;
    private final JsonNode node;

    private JsonFields(FileKind kind, String path, JsonNode node) {
        this.kind = kind;
        this.path = path;
        this.node = node;
    }

    static JsonFields parse(FileKind kind, byte[] content) throws FileFormatException {
        FileSize.check(kind, content);
        JsonNode node;
        try {
            node = JSON.readTree(content);
        } catch (JsonProcessingException e) {
            throw notJson(kind, e.getLocation());
        } catch (IOException e) {
            throw notJson(kind, null);
        }
        if (!node.isObject()) {
            throw new FileFormatException(
                    kind, Problem.MALFORMED, "", describe(kind, node), "a JSON object in curly brackets");
        }
        return new JsonFields(kind, "", node);
    }

    private static FileFormatException notJson(FileKind kind, JsonLocation at) {
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return new FileFormatException(
                kind,
                Problem.MALFORMED,
                "",
                "text that is not JSON" + where,
                "one JSON object with every field once, and nothing after it");
    }

    /** The same object, once it is known which kind of file it is. */
    JsonFields as(FileKind known) {
        return new JsonFields(known, path, node);
    }

    boolean has(String field) {
        return node.has(field);
    }

    boolean isText(String field) {
        return node.path(field).isTextual();
    }

    /** True also for a missing field. */
    boolean isNull(String field) {
        return !node.hasNonNull(field);
    }

    JsonFields allowOnly(List<String> known) throws FileFormatException {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                boolean plain = PLAIN_NAME.matcher(name).matches();
                String found = plain ? "an unknown field" : "the unknown field " + PrintableText.quote(name);
                throw error(Problem.UNKNOWN_FIELD, plain ? name : "", found, "only " + known);
            }
        }
        return this;
    }

    JsonFields object(String field) throws FileFormatException {
        JsonNode value = present(field, "an object");
        if (!value.isObject()) {
            throw bad(field, describe(kind, value), "an object in curly brackets");
        }
        return new JsonFields(kind, path + field + ".", value);
    }

    String text(String field, String expected) throws FileFormatException {
        JsonNode value = present(field, expected);
        if (!value.isTextual()) {
            throw bad(field, describe(kind, value), expected);
        }
        return value.textValue();
    }

    /** A whole number written as a quoted text, as Go and Rust write 64-bit numbers. */
    long quotedNumber(String field, long max) throws FileFormatException {
        String expected = "a whole number from 0 to " + max + " in quotes";
        String text = text(field, expected);
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw bad(field, "the text " + PrintableText.quote(text), expected);
        }
        return inRange(field, new BigInteger(text), max, expected);
    }

    /** A whole number without quotes. */
    long plainNumber(String field, long max) throws FileFormatException {
        String expected = "a whole number from 0 to " + max + " without quotes";
        JsonNode value = present(field, expected);
        if (!value.isIntegralNumber()) {
            throw bad(field, describe(kind, value), expected);
        }
        return inRange(field, value.bigIntegerValue(), max, expected);
    }

    private long inRange(String field, BigInteger value, long max, String expected) throws FileFormatException {
        if (value.signum() < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw bad(field, "the number " + value, expected);
        }
        return value.longValueExact();
    }

    FileFormatException bad(String field, String found, String expected) {
        return error(Problem.BAD_VALUE, field, found, expected);
    }

    FileFormatException error(Problem problem, String field, String found, String expected) {
        return new FileFormatException(kind, problem, path + field, found, expected);
    }

    private JsonNode present(String field, String expected) throws FileFormatException {
        JsonNode value = node.get(field);
        if (value == null) {
            throw error(Problem.MISSING_FIELD, field, "no such field", expected);
        }
        return value;
    }

    private static String describe(FileKind kind, JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case NULL -> "null";
            case BOOLEAN -> "true or false";
            case NUMBER -> kind.secret() ? "a number" : "the number " + value.asText();
            case STRING -> kind.secret() ? "a text" : "the text " + PrintableText.quote(value.textValue());
            default -> "nothing";
        };
    }
}
