package io.raftkms.protocol.files;

import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.files.PrivValidatorStateFile.Signed;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/** What a signer left behind about its last signature, whichever program wrote it. */
public sealed interface StateFile permits PrivValidatorStateFile, HorcruxStateFile, TmkmsStateFile {
    /** The last signed position; height 0 means that nothing was signed. */
    HeightRoundStep at();

    /** Which program's file it is. */
    FileKind kind();

    /** What was signed there, where the program keeps it. */
    Optional<Signed> last();

    /**
     * Tells the program by the fields and reads the file as its.
     *
     * <p>One kind of file has no mark of either: quoted round, no {@code block_id}, no {@code signature}, as edited by
     * hand or left by the oldest versions. It is read as tmkms', whose steps count one lower, so that the position is
     * the higher of the two readings.
     *
     * @throws FileFormatException if it is neither, both, or damaged
     */
    static StateFile parse(byte[] content) throws FileFormatException {
        JsonFields file = JsonFields.parse(FileKind.STATE, content);
        if (file.has("priv_key")) {
            throw file.error(
                    Problem.UNKNOWN_FIELD,
                    "priv_key",
                    "a private key",
                    "a state file; this is a priv_validator_key.json");
        }
        boolean filePv = file.has("signature") || file.has("signbytes");
        boolean tmkms = file.has("block_id");
        boolean horcrux = HorcruxStateFile.has(file);
        if (tmkms && (filePv || horcrux)) {
            throw file.error(
                    Problem.CONTRADICTION,
                    "block_id",
                    filePv ? "it beside \"signature\" or \"signbytes\"" : "it beside fields of Horcrux",
                    "either tmkms' field or another program's, not both");
        }
        if (horcrux) {
            return HorcruxStateFile.read(file);
        }
        return tmkms || (!filePv && looksLikeTmkms(file))
                ? TmkmsStateFile.read(file)
                : PrivValidatorStateFile.read(file);
    }

    private static boolean looksLikeTmkms(JsonFields file) throws FileFormatException {
        return file.isText("round") && !"0".equals(file.text("height", "a height")) && file.plainNumber("step", 3) < 3;
    }
}
