package io.raftkms.signer.config;

import io.raftkms.protocol.files.SoftsignFormat;
import java.nio.file.Path;
import java.util.List;

/**
 * A consensus key in a file.
 *
 * @param chainIds chains that it signs on
 * @param format form of the key file
 * @param path the key file, absolute
 */
public record SoftsignSettings(List<String> chainIds, SoftsignFormat format, Path path) {
    public SoftsignSettings {
        chainIds = List.copyOf(chainIds);
    }
}
