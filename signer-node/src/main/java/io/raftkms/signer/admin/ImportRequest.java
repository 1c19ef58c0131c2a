package io.raftkms.signer.admin;

/**
 * Body of {@code POST /v1/state/import}.
 *
 * @param publicKey lower-case hex, or null where the chain has one key
 * @param file content of the state file
 * @param dryRun only tell what would be done
 */
public record ImportRequest(String chainId, String publicKey, byte[] file, boolean dryRun) {}
