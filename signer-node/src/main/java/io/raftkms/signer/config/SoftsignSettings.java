package io.raftkms.signer.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A consensus key in a file.
 *
 * @param chainIds chains that it signs on
 * @param path the key file, absolute
 */
public record SoftsignSettings(List<String> chainIds, Format format, Path path) {
    public SoftsignSettings {
        chainIds = List.copyOf(chainIds);
    }

    /** Form of the key file. */
    public enum Format {
        /** Base64 of the 32-byte seed. */
        BASE64,
        /** {@code priv_validator_key.json}. */
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
