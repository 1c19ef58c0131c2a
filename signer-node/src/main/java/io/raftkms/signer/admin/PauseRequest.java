package io.raftkms.signer.admin;

/**
 * Body of {@code POST /v1/pause}.
 *
 * @param chainId null for every enrolled key
 * @param publicKey lower-case hex, null for every key of the chain
 * @param atHeight the first height that is not signed, null for every height
 */
public record PauseRequest(String chainId, String publicKey, Long atHeight) {}
