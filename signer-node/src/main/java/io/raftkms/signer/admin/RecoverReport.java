package io.raftkms.signer.admin;

import java.util.List;

/**
 * What a recovery left.
 *
 * @param keys of the recovery, as they are now
 */
public record RecoverReport(List<Key> keys) {
    /**
     * @param publicKey lower-case hex
     * @param state paused, sealed or, where somebody resumed it since, enrolled; absent if it was left out
     * @param mark null if it was left out
     * @param already it was enrolled before with these values
     * @param leftOut why it is not enrolled; null if it is
     */
    public record Key(
            String chainId, String publicKey, String state, LedgerReport.Mark mark, boolean already, String leftOut) {}
}
