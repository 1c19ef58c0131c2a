package io.raftkms.signer.recovery;

import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Objects;

/**
 * What one source says of a key.
 *
 * @param highest nothing that the source knows was signed above it
 * @param sealed another signer may have the key
 * @param paused at some height
 */
public record SeenKey(KeyId key, HeightRoundStep highest, boolean sealed, boolean paused) {
    public SeenKey {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(highest, "highest");
    }

    /** The stricter of two: the higher mark, and seal and pause of either. */
    SeenKey and(SeenKey other) {
        return new SeenKey(
                key,
                highest.compareTo(other.highest) >= 0 ? highest : other.highest,
                sealed || other.sealed,
                paused || other.paused);
    }
}
