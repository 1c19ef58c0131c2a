package io.raftkms.signer.config;

import java.util.List;

/**
 * A table of the file.
 *
 * @param heading as in the file, {@code [[chain]]}
 * @param meaning for people
 * @param keys in the order of the documentation
 */
record Table(String heading, String meaning, List<Key<?>> keys) {
    List<String> keyNames() {
        return keys.stream().<String>map(Key::name).toList();
    }
}
