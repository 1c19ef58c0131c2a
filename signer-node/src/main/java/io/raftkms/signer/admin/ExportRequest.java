package io.raftkms.signer.admin;

/**
 * Body of {@code POST /v1/state/export}.
 *
 * @param publicKey lower-case hex, or null where the chain has one key
 * @param format name of an {@link io.raftkms.signer.export.ExportFormat}
 * @param last seal the key first, so that another signer may go on from the file
 */
public record ExportRequest(String chainId, String publicKey, String format, boolean last) {}
