package io.raftkms.signer.admin;

/**
 * The version of entries after {@code cluster finalize-upgrade}.
 *
 * @param version of new entries
 * @param already they were of this version before
 */
public record UpgradeReport(int version, boolean already) {}
