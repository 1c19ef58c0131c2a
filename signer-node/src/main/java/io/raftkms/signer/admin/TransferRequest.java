package io.raftkms.signer.admin;

/**
 * Body of {@code POST /v1/transfer}.
 *
 * @param to member name, or null for the most up-to-date follower
 */
public record TransferRequest(String to) {}
