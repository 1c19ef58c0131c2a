package io.raftkms.protocol.files;

import io.raftkms.protocol.files.PrivValidatorStateFile.Signed;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.List;
import java.util.Optional;

/**
 * A state file of Horcrux ({@code CHAIN_priv_validator_state.json} and {@code CHAIN_share_sign_state.json}, v2 and v3):
 * CometBFT's fields with a quoted round, as Go writes a 64-bit number, and two of its own: {@code nonce_public}, which
 * is always there, and {@code vote_ext_signature}. Steps count as CometBFT's. The signature of a share file is that of
 * one share, and belongs to no key; the position counts all the same.
 *
 * @param at the last signed position
 * @param last what was signed there, if the file says so
 */
public record HorcruxStateFile(HeightRoundStep at, Optional<Signed> last) implements StateFile {
    private static final FileKind KIND = FileKind.HORCRUX_STATE;
    private static final String NONCE = "nonce_public";
    private static final String EXTENSION = "vote_ext_signature";
    private static final List<String> FIELDS =
            List.of("height", "round", "step", NONCE, "signature", "signbytes", EXTENSION);
    private static final int MAX_STEP = 3;

    /**
     * Reads the file strictly.
     *
     * @throws FileFormatException for anything that Horcrux does not write
     */
    public static HorcruxStateFile parse(byte[] content) throws FileFormatException {
        return read(JsonFields.parse(KIND, content));
    }

    /** Whether a field says that Horcrux wrote it. */
    static boolean has(JsonFields file) {
        return file.has(NONCE) || file.has(EXTENSION);
    }

    static HorcruxStateFile read(JsonFields json) throws FileFormatException {
        JsonFields file = json.as(KIND).allowOnly(FIELDS);
        long height = file.quotedNumber("height", Long.MAX_VALUE);
        int round = (int) file.quotedNumber("round", Integer.MAX_VALUE);
        Step step = Step.ofNumber((int) file.plainNumber("step", MAX_STEP));
        for (String field : List.of(NONCE, EXTENSION)) {
            if (!file.isNull(field)) {
                file.text(field, "base64");
            }
        }
        return new HorcruxStateFile(
                new HeightRoundStep(height, round, step), PrivValidatorStateFile.signed(file, height));
    }

    @Override
    public FileKind kind() {
        return KIND;
    }
}
