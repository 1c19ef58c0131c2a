package io.raftkms.signer.audit;

/**
 * Whose chain it is, as each opening line says.
 *
 * @param member name#nonce
 * @param version of the program that writes
 */
public record AuditOwner(String clusterId, String member, String version) {}
