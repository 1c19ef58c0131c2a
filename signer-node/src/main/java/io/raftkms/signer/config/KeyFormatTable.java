package io.raftkms.signer.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code key_format}, an inline table of {@code [[chain]]}. */
final class KeyFormatTable {
    enum Type {
        BECH32,
        COSMOS_JSON,
        HEX;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final ValueType<String> PREFIX =
            Values.matching("1-83 lower-case letters and digits", "[a-z0-9]{1,83}");

    static final Key<Type> TYPE = Key.required("type", Values.oneOf(Type.class), "How public keys are shown.");
    static final Key<String> ACCOUNT_PREFIX =
            Key.unset("account_key_prefix", PREFIX, "needed for `bech32`", "Prefix of account keys.");
    static final Key<String> CONSENSUS_PREFIX = Key.unset(
            "consensus_key_prefix", PREFIX, "needed for `bech32`", "Prefix of consensus keys, as `cosmosvalconspub`.");

    static final Table TABLE = new Table(
            "key_format = { … }",
            "Inline table of `[[chain]]`: how its public keys are shown.",
            List.of(TYPE, ACCOUNT_PREFIX, CONSENSUS_PREFIX));

    private KeyFormatTable() {}

    static Optional<KeyFormat> read(Section section) {
        Optional<Type> type = section.read(TYPE);
        Optional<String> account = section.read(ACCOUNT_PREFIX);
        Optional<String> consensus = section.read(CONSENSUS_PREFIX);
        type.filter(given -> given == Type.BECH32).ifPresent(bech32 -> {
            reportMissing(section, ACCOUNT_PREFIX);
            reportMissing(section, CONSENSUS_PREFIX);
        });
        return section.ifSound(() -> switch (type.orElseThrow()) {
            case BECH32 -> new KeyFormat.Bech32(account.orElseThrow(), consensus.orElseThrow());
            case COSMOS_JSON -> new KeyFormat.CosmosJson();
            case HEX -> new KeyFormat.Hex();
        });
    }

    private static void reportMissing(Section section, Key<String> prefix) {
        if (!section.has(prefix)) {
            section.problem(prefix, ConfigurationFault.MISSING_KEY, "type bech32 needs it");
        }
    }
}
