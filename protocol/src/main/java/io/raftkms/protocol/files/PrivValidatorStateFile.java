package io.raftkms.protocol.files;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.privval.PrintableText;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * CometBFT's {@code priv_validator_state.json}: height as quoted number, round and step (0-3) as numbers (up to v0.33 a
 * quoted round), signature in base64 and sign bytes in hexadecimal, both left out while nothing was signed. Read
 * strictly, because a file that somebody edited must be noticed before it becomes a mark.
 *
 * @param at the last signed position
 * @param last what was signed there, if the file says so
 */
public record PrivValidatorStateFile(HeightRoundStep at, Optional<Signed> last) implements StateFile {
    private static final FileKind KIND = FileKind.PRIV_VALIDATOR_STATE;
    private static final List<String> FIELDS = List.of("height", "round", "step", "signature", "signbytes");
    private static final int MAX_STEP = 3;

    /**
     * The last signature.
     *
     * @param signBytes the bytes that were signed, length prefix included
     * @param signature of the key's type, 64 bytes for Ed25519
     */
    public record Signed(ByteString signBytes, ByteString signature) {}

    /**
     * Reads the file strictly.
     *
     * @throws FileFormatException for anything that CometBFT does not write
     */
    public static PrivValidatorStateFile parse(byte[] content) throws FileFormatException {
        return read(JsonFields.parse(KIND, content));
    }

    static PrivValidatorStateFile read(JsonFields json) throws FileFormatException {
        JsonFields file = json.as(KIND).allowOnly(FIELDS);
        long height = file.quotedNumber("height", Long.MAX_VALUE);
        int round = (int)
                (file.isText("round")
                        ? file.quotedNumber("round", Integer.MAX_VALUE)
                        : file.plainNumber("round", Integer.MAX_VALUE));
        Step step = Step.ofNumber((int) file.plainNumber("step", MAX_STEP));
        return new PrivValidatorStateFile(new HeightRoundStep(height, round, step), signed(file, height));
    }

    /** The two fields that Horcrux writes, too. */
    static Optional<Signed> signed(JsonFields file, long height) throws FileFormatException {
        Optional<Signed> last = signed(file);
        if (height == 0 && last.isPresent()) {
            throw file.error(Problem.CONTRADICTION, "height", "0 beside a signature", "the height that was signed");
        }
        return last;
    }

    private static Optional<Signed> signed(JsonFields file) throws FileFormatException {
        if (file.has("signature") != file.has("signbytes")) {
            String missing = file.has("signature") ? "signbytes" : "signature";
            throw file.error(
                    Problem.MISSING_FIELD, missing, "no such field", "\"signature\" and \"signbytes\", or neither");
        }
        if (!file.has("signature")) {
            return Optional.empty();
        }
        String signature = file.text("signature", "base64");
        ByteString signatureBytes = Base64Text.decode(signature.getBytes(StandardCharsets.UTF_8))
                .filter(bytes -> bytes.length > 0)
                .map(ByteString::copyFrom)
                .orElseThrow(
                        () -> file.bad("signature", "the text " + PrintableText.quote(signature), "base64, not empty"));
        String signBytes = file.text("signbytes", "hexadecimal digits");
        return Optional.of(new Signed(hex(file, signBytes), signatureBytes));
    }

    /** CometBFT writes capitals and reads both. */
    private static ByteString hex(JsonFields file, String text) throws FileFormatException {
        try {
            ByteString bytes = ByteString.copyFrom(HexFormat.of().parseHex(text));
            if (!bytes.isEmpty()) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw badHex(file, text);
        }
        throw badHex(file, text);
    }

    private static FileFormatException badHex(JsonFields file, String text) {
        return file.bad(
                "signbytes", "the text " + PrintableText.quote(text), "pairs of hexadecimal digits, at least one pair");
    }

    @Override
    public FileKind kind() {
        return KIND;
    }

    /** The file as CometBFT writes it: its order of fields, two blanks of indent, no line end at the end. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder();
        text.append("{\n  \"height\": \"").append(at.height()).append('"');
        text.append(",\n  \"round\": ").append(at.round());
        text.append(",\n  \"step\": ").append(at.step().number());
        last.ifPresent(signed -> {
            String signature = Base64.getEncoder().encodeToString(signed.signature.toByteArray());
            String signBytes = HexFormat.of().withUpperCase().formatHex(signed.signBytes.toByteArray());
            text.append(",\n  \"signature\": \"").append(signature).append('"');
            text.append(",\n  \"signbytes\": \"").append(signBytes).append('"');
        });
        return text.append("\n}").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
