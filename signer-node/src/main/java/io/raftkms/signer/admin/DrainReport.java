package io.raftkms.signer.admin;

/**
 * What became of a drain or its end.
 *
 * @param drained as it is now
 * @param leader who leads, null if nobody is known
 */
public record DrainReport(String member, boolean drained, String leader) {}
