package io.raftkms.signer.admin;

/**
 * Body of {@code POST /v1/state/init}: exactly one of initialHeight and height is given.
 *
 * @param publicKey lower-case hex, or null where the chain has one key
 * @param initialHeight of a new chain
 * @param height nothing at or below it in any round, or, with round and step, nothing at or below that position
 * @param step proposal, prevote or precommit
 */
public record EnrolRequest(
        String chainId, String publicKey, Long initialHeight, Long height, Integer round, String step) {}
