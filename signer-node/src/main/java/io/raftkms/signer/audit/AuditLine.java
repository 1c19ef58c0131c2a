package io.raftkms.signer.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of the chain: a JSON object on one line, whose last field is the hash of everything before it.
 *
 * <pre>{"seq":7,"prev":"HASH OF LINE 6","time":"…","upto":120,"kind":"applied",…,"hash":"HASH"}</pre>
 *
 * The hash is SHA-256 over the bytes of the line up to {@code ,"hash":}, so any flipped bit shows, also in blanks and in
 * the order of fields.
 *
 * @param head number and hash of this line
 * @param prev hash of the line before
 * @param upto the highest log index that this member had applied and told the audit of; -1 before the first
 * @param kind what the line is about; docs/audit.md has the list
 * @param fields all fields but the hash
 */
public record AuditLine(AuditHead head, String prev, Instant time, long upto, String kind, ObjectNode fields) {
    /** Longest line that is written or read; the longest request leaves a tenth of it. */
    static final int MAX_BYTES = 64 * 1024;

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int HASH_DIGITS = 64;
    private static final int SUFFIX_BYTES = ",\"hash\":\"\"}".length() + HASH_DIGITS;
    private static final Pattern SUFFIX = Pattern.compile(",\"hash\":\"([0-9a-f]{64})\"}");

    /** The line after another, with these fields of its own. */
    static AuditLine after(AuditHead before, Instant time, long upto, String kind, ObjectNode own) {
        ObjectNode fields = MAPPER.createObjectNode()
                .put("seq", before.seq() + 1)
                .put("prev", before.hash())
                .put("time", time.toString())
                .put("upto", upto)
                .put("kind", kind);
        fields.setAll(own);
        byte[] text = text(fields);
        AuditHead head = new AuditHead(before.seq() + 1, Digest.hex(text, text.length - 1));
        return new AuditLine(head, before.hash(), time, upto, kind, fields);
    }

    /** With the newline. */
    byte[] encode() {
        byte[] text = text(fields);
        byte[] suffix = (",\"hash\":\"" + head.hash() + "\"}\n").getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(text, text.length - 1 + suffix.length);
        System.arraycopy(suffix, 0, line, text.length - 1, suffix.length);
        return line;
    }

    /**
     * Reads a line back and checks its hash.
     *
     * @param line without the newline
     * @throws AuditFormatException saying what is wrong with it
     */
    static AuditLine parse(byte[] line) throws AuditFormatException {
        int length = line.length - SUFFIX_BYTES;
        if (length <= 0 || line.length > MAX_BYTES) {
            throw new AuditFormatException("it has the length of no audit line");
        }
        var suffix = SUFFIX.matcher(new String(line, length, SUFFIX_BYTES, StandardCharsets.ISO_8859_1));
        if (!suffix.matches()) {
            throw new AuditFormatException("it does not end with its hash");
        }
        String hash = suffix.group(1);
        if (!Digest.hex(line, length).equals(hash)) {
            throw new AuditFormatException("its content does not fit its hash");
        }
        byte[] object = Arrays.copyOf(line, length + 1);
        object[length] = '}';
        return of(tree(object), hash);
    }

    private static AuditLine of(JsonNode tree, String hash) throws AuditFormatException {
        try {
            if (tree instanceof ObjectNode fields
                    && fields.path("seq").canConvertToLong()
                    && fields.path("upto").canConvertToLong()
                    && fields.path("prev").asText().matches("[0-9a-f]{64}")) {
                return new AuditLine(
                        new AuditHead(fields.path("seq").longValue(), hash),
                        fields.path("prev").asText(),
                        Instant.parse(fields.path("time").asText()),
                        fields.path("upto").longValue(),
                        fields.path("kind").asText(),
                        fields);
            }
        } catch (java.time.DateTimeException | IllegalArgumentException e) {
            throw new AuditFormatException("it has a number or time that no audit line has");
        }
        throw new AuditFormatException("it lacks what every audit line has");
    }

    /** The line as it stands in the file, without the newline. */
    public String text() {
        return new String(encode(), StandardCharsets.UTF_8).stripTrailing();
    }

    /** For people: number, time, kind, and what is not in every line. */
    public String summary() {
        ObjectNode own = fields.deepCopy().without(List.of("seq", "prev", "time", "upto", "kind"));
        StringBuilder text = new StringBuilder(head.seq() + " " + time + " " + kind);
        own.fields()
                .forEachRemaining(field -> text.append(' ')
                        .append(field.getKey())
                        .append('=')
                        .append(field.getValue().isTextual() ? field.getValue().asText() : field.getValue()));
        return text.toString();
    }

    private static JsonNode tree(byte[] object) throws AuditFormatException {
        try {
            return MAPPER.readTree(object);
        } catch (IOException e) {
            throw new AuditFormatException("it is no JSON object");
        }
    }

    private static byte[] text(ObjectNode fields) {
        try {
            return MAPPER.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always writable", e);
        }
    }
}
