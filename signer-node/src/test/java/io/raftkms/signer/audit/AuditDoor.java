package io.raftkms.signer.audit;

import io.raftkms.signer.fuzz.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Lines and files of the audit, from any bytes. */
public final class AuditDoor {
    private static final int SUFFIX_BYTES = ",\"hash\":\"\"}".length() + 64;

    private AuditDoor() {}

    /** One line; with its hash mended too, or nothing would come behind it. */
    public static void line(byte[] bytes) throws Exception {
        Refusal.orResult(AuditFormatException.class, () -> shown(bytes));
        int length = bytes.length - SUFFIX_BYTES;
        if (length > 0) {
            byte[] end = (",\"hash\":\"" + Digest.hex(bytes, length) + "\"}").getBytes(StandardCharsets.US_ASCII);
            byte[] mended = Arrays.copyOf(bytes, bytes.length);
            System.arraycopy(end, 0, mended, length, end.length);
            Refusal.orResult(AuditFormatException.class, () -> shown(mended));
        }
    }

    /** A directory of audit files, as the start goes on with it and as the commands read it. */
    public static void directory(Path audit) throws Exception {
        AuditTail.lastIndex(audit);
        AuditTail.of(AuditFile.in(audit));
        AuditReader.read(audit, AuditLine::summary);
    }

    private static String shown(byte[] bytes) throws AuditFormatException {
        return AuditLine.parse(bytes).summary();
    }
}
