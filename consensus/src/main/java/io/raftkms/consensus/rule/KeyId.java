package io.raftkms.consensus.rule;

import io.raftkms.protocol.ConsensusPublicKey;

/** What a mark belongs to: one public key on one chain. */
public record KeyId(String chainId, ConsensusPublicKey publicKey) {}
