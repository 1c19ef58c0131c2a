package io.raftkms.consensus.rule;

import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Objects;

/**
 * That a key left: another signer may have gone on from this position. Nothing at or below it is signed here any more,
 * whatever else happens; a seal is lifted by what the other signer left behind, and kept even then.
 *
 * @param at the mark at which the key was sealed
 * @param lifted whether the key came back, with a state of the other signer
 */
public record Seal(HeightRoundStep at, boolean lifted) {
    public Seal {
        Objects.requireNonNull(at, "at");
    }
}
