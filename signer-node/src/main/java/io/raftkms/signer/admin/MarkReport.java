package io.raftkms.signer.admin;

/**
 * What a command did to a mark.
 *
 * @param publicKey lower-case hex
 * @param binding how many reservations above the mark still bind, after a lowering
 * @param already the mark stood there before
 */
public record MarkReport(String chainId, String publicKey, LedgerReport.Mark mark, int binding, boolean already) {}
