package io.raftkms.signer.admin;

/**
 * Body of {@code POST /v1/state/lower}.
 *
 * @param publicKey lower-case hex, or null where the chain has one key
 * @param height the new mark: the end of this height or, with round and step, that position
 * @param step proposal, prevote or precommit
 * @param forgetRecent whether the kept reservations are forgotten, too
 * @param reason why, one line
 */
public record LowerRequest(
        String chainId,
        String publicKey,
        Long height,
        Integer round,
        String step,
        boolean forgetRecent,
        String reason) {}
