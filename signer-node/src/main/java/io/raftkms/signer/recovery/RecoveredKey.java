package io.raftkms.signer.recovery;

import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.nio.file.Path;

/**
 * A key as the new cluster enrols it: always paused.
 *
 * @param highest of all sources
 * @param highestFrom the source that says so
 * @param floorHeight nothing at or below this height is signed in any round
 * @param sealed a source says that another signer may have the key: it stays sealed
 * @param pausedBefore a source says that it was paused
 */
public record RecoveredKey(
        KeyId key, HeightRoundStep highest, Path highestFrom, long floorHeight, boolean sealed, boolean pausedBefore) {
    /** The mark of the enrolment. */
    public HeightRoundStep floor() {
        return HeightRoundStep.endOf(floorHeight);
    }
}
