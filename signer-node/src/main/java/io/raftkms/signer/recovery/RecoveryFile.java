package io.raftkms.signer.recovery;

import io.raftkms.signer.admin.AdminJson;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A {@link RecoveryRecord} as a file: JSON for people, with a hash, so that nobody edits a floor unnoticed.
 *
 * @param raftkmsRecovery version of the form, 1
 * @param sha256 over the record in this JSON form, lower-case hex
 */
public record RecoveryFile(int raftkmsRecovery, String sha256, RecoveryRecord recovery) {
    /** Its name beside the new homes. */
    public static final String NAME = "recovery.json";

    private static final int FORM = 1;
    /** 1024 keys and what was typed. */
    private static final int MAX_BYTES = 4 << 20;

    /** The file's content. */
    public static byte[] encode(RecoveryRecord record) {
        return AdminJson.bytes(new RecoveryFile(FORM, hash(record), record));
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is none, of another form, or was changed
     */
    public static RecoveryRecord decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("it is longer than any recovery file");
        }
        RecoveryFile file;
        try {
            file = AdminJson.read(bytes, RecoveryFile.class);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IllegalArgumentException("it is no recovery file", e);
        }
        if (file == null || file.raftkmsRecovery() != FORM || file.recovery() == null) {
            throw new IllegalArgumentException("it is no recovery file of form " + FORM);
        }
        if (!hash(file.recovery()).equals(file.sha256())) {
            throw new IllegalArgumentException("its content does not fit its hash: it was changed");
        }
        return file.recovery();
    }

    private static String hash(RecoveryRecord record) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(AdminJson.bytes(record)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
