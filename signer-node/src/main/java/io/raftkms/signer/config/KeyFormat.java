package io.raftkms.signer.config;

/** How public keys of a chain are shown to people. */
public sealed interface KeyFormat {
    /** Bech32 with the chain's prefixes. */
    record Bech32(String accountKeyPrefix, String consensusKeyPrefix) implements KeyFormat {}

    /** The JSON object that Cosmos SDK commands take. */
    record CosmosJson() implements KeyFormat {}

    /** Hexadecimal digits. */
    record Hex() implements KeyFormat {}
}
