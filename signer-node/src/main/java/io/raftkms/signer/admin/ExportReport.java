package io.raftkms.signer.admin;

/**
 * What is exported.
 *
 * @param publicKey lower-case hex
 * @param mark where the key is sealed, or stands; null if it is not enrolled
 * @param sealed whether the key signs no more here
 * @param already it was sealed before
 * @param note what the operator should know about it, null if nothing
 * @param content of the file
 */
public record ExportReport(
        String chainId,
        String publicKey,
        String format,
        LedgerReport.Mark mark,
        boolean sealed,
        boolean already,
        String note,
        byte[] content) {}
