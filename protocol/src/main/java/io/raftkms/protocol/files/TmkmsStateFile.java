package io.raftkms.protocol.files;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.privval.PrintableText;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * tmkms' state file: one line, height and round as quoted numbers, step as a number one below CometBFT's (0 proposal,
 * 1 prevote, 2 precommit), and the id of the signed block, empty for nil. Version 0.15.0 writes {@code parts} inside
 * the id where others wrote {@code part_set_header}; early ones left the id out or wrote null for nil, and wrote the
 * round without and the total with quotes. It keeps no sign bytes.
 *
 * @param at the last signed position, or {@link HeightRoundStep#ZERO} for height 0, whose step says nothing
 * @param block the block that was signed, or nil
 */
public record TmkmsStateFile(HeightRoundStep at, BlockId block) implements StateFile {
    private static final FileKind KIND = FileKind.TMKMS_STATE;
    private static final List<String> FIELDS = List.of("height", "round", "step", "block_id");
    private static final long MAX_TOTAL = 0xffff_ffffL;
    private static final int MAX_STEP = 2;
    private static final int HASH_BYTES = 32;

    /**
     * Reads the file strictly.
     *
     * @throws FileFormatException for anything that tmkms does not write
     */
    public static TmkmsStateFile parse(byte[] content) throws FileFormatException {
        return read(JsonFields.parse(KIND, content));
    }

    static TmkmsStateFile read(JsonFields json) throws FileFormatException {
        JsonFields file = json.as(KIND).allowOnly(FIELDS);
        long height = file.quotedNumber("height", Long.MAX_VALUE);
        int round = (int) number(file, "round", Integer.MAX_VALUE);
        Step step = Step.ofNumber((int) file.plainNumber("step", MAX_STEP) + 1);
        BlockId block = file.isNull("block_id") ? BlockId.NIL : block(file.object("block_id"));
        HeightRoundStep at = height == 0 ? HeightRoundStep.ZERO : new HeightRoundStep(height, round, step);
        return new TmkmsStateFile(at, block);
    }

    private static BlockId block(JsonFields id) throws FileFormatException {
        id.allowOnly(List.of("hash", "parts", "part_set_header"));
        if (id.has("parts") && id.has("part_set_header")) {
            throw id.error(
                    Problem.CONTRADICTION,
                    "part_set_header",
                    "it beside \"parts\"",
                    "one of the two, they mean the same");
        }
        JsonFields parts = id.object(id.has("part_set_header") ? "part_set_header" : "parts");
        parts.allowOnly(List.of("total", "hash"));
        return new BlockId(hash(id), number(parts, "total", MAX_TOTAL), hash(parts));
    }

    private static long number(JsonFields file, String field, long max) throws FileFormatException {
        return file.isText(field) ? file.quotedNumber(field, max) : file.plainNumber(field, max);
    }

    private static ByteString hash(JsonFields fields) throws FileFormatException {
        String expected = "64 hexadecimal digits, or none for nil";
        String text = fields.text("hash", expected);
        if (text.isEmpty()) {
            return ByteString.EMPTY;
        }
        try {
            byte[] hash = HexFormat.of().parseHex(text);
            if (hash.length == HASH_BYTES) {
                return ByteString.copyFrom(hash);
            }
        } catch (IllegalArgumentException e) {
            throw fields.bad("hash", "the text " + PrintableText.quote(text), expected);
        }
        throw fields.bad("hash", text.length() + " digits", expected);
    }

    @Override
    public FileKind kind() {
        return KIND;
    }

    /** It keeps none. */
    @Override
    public Optional<PrivValidatorStateFile.Signed> last() {
        return Optional.empty();
    }

    /**
     * The line that tmkms 0.15.0 writes for it, without a line end. tmkms cannot say "nothing yet in this round", so
     * that becomes the next thing above it, a proposal.
     */
    public byte[] encode() {
        return String.format(
                        Locale.ROOT,
                        "{\"height\":\"%d\",\"round\":\"%d\",\"step\":%d,\"block_id\":{\"hash\":\"%s\",\"parts\":{\"total\":%d,\"hash\":\"%s\"}}}",
                        at.height(),
                        at.round(),
                        Math.max(0, at.step().number() - 1),
                        upperHex(block.hash()),
                        block.partsTotal(),
                        upperHex(block.partsHash()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String upperHex(ByteString bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes.toByteArray());
    }
}
