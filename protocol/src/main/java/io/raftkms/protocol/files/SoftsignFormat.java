package io.raftkms.protocol.files;

import java.util.Locale;
import java.util.Optional;

/** {@code key_format} of {@code [[providers.softsign]]}. */
public enum SoftsignFormat {
    /** Base64 of the seed: the default, and what {@code softsign keygen} and {@code import} write. */
    BASE64,
    /** CometBFT's {@code priv_validator_key.json}. */
    JSON;

    /** By its name in the configuration; empty if there is no such format. */
    public static Optional<SoftsignFormat> named(String name) {
        for (SoftsignFormat format : values()) {
            if (format.toString().equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
