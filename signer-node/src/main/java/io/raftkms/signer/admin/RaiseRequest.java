package io.raftkms.signer.admin;

/**
 * Body of {@code POST /v1/state/raise}.
 *
 * @param publicKey lower-case hex, or null where the chain has one key
 * @param height the new mark: the end of this height or, with round and step, that position
 * @param step proposal, prevote or precommit
 */
public record RaiseRequest(String chainId, String publicKey, Long height, Integer round, String step) {}
