package io.raftkms.signer.admin;

/**
 * Body of {@code POST /v1/resume}.
 *
 * @param chainId null for every enrolled key
 * @param publicKey lower-case hex, null for every key of the chain
 */
public record ResumeRequest(String chainId, String publicKey) {}
