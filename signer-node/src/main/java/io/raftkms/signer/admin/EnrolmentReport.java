package io.raftkms.signer.admin;

import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.HexFormat;

/**
 * What an enrolment or import did, or would do.
 *
 * @param action {@link #ENROL}, {@link #RAISE} or {@link #UNSEAL}
 * @param done false for a dry run
 * @param already the key was enrolled before with equal values, or its mark stood there
 * @param file which program's state file it was from, null for none
 * @param note what the operator should know about it, null if nothing
 */
public record EnrolmentReport(
        String chainId,
        String publicKey,
        LedgerReport.Mark mark,
        String action,
        boolean done,
        boolean already,
        String file,
        String note) {
    /** The key is enrolled. */
    public static final String ENROL = "enrol";
    /** The mark of an enrolled key is set up. */
    public static final String RAISE = "raise";
    /** A sealed key is taken back. */
    public static final String UNSEAL = "unseal";

    static EnrolmentReport done(
            KeyId key, HeightRoundStep mark, String action, boolean already, String file, String note) {
        String hex = HexFormat.of().formatHex(key.publicKey().bytes().toByteArray());
        return new EnrolmentReport(key.chainId(), hex, LedgerReport.Mark.of(mark), action, true, already, file, note);
    }

    /** The same of a dry run. */
    EnrolmentReport notDone() {
        return new EnrolmentReport(chainId, publicKey, mark, action, false, already, file, note);
    }
}
