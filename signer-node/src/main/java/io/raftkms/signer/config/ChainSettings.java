package io.raftkms.signer.config;

/**
 * One chain.
 *
 * @param id the chain id, as it stands in sign bytes
 * @param sharedKey several validator nodes may ask for signatures of one key
 */
public record ChainSettings(String id, KeyFormat keyFormat, boolean sharedKey) {}
