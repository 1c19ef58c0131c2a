package io.raftkms.signer.admin;

/**
 * Body of {@code POST /v1/state/import}.
 *
 * @param publicKey lower-case hex, or null where the chain has one key
 * @param file content of the state file
 * @param dryRun only tell what would be done
 * @param raise the key is enrolled: set its mark up to the file's
 * @param neverUsedElsewhere the key is sealed, and no other signer ever had it: the file may stand exactly at the seal
 */
public record ImportRequest(
        String chainId, String publicKey, byte[] file, boolean dryRun, boolean raise, boolean neverUsedElsewhere) {}
