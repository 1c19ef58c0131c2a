package io.raftkms.signer.key;

import io.raftkms.protocol.files.SoftsignFormat;
import java.nio.file.Path;
import java.util.List;

/**
 * A consensus key in a file, as configured by one {@code [[providers.softsign]]}.
 *
 * @param chainIds chains that it signs on
 * @param format form of the file
 * @param path of the file, absolute
 */
public record SoftsignEntry(List<String> chainIds, SoftsignFormat format, Path path) {
    public SoftsignEntry {
        chainIds = List.copyOf(chainIds);
    }
}
