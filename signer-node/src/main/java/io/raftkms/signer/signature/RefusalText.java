package io.raftkms.signer.signature;

import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;

/** The sentence that a validator node's log shows for a refusal: reason, asked h/r/s, last h/r/s, what helps. */
final class RefusalText {
    private RefusalText() {}

    static String of(KeyId key, HeightRoundStep asked, Decision.Refuse refusal) {
        String positions = ": asked " + asked + ", last " + text(refusal.last());
        return switch (refusal.reason()) {
            case NOT_ENROLLED ->
                "key is not enrolled on chain " + key.chainId() + ": asked " + asked
                        + "; run: raftkms state init (or state import) on the leading member";
            case SEALED ->
                "key is sealed on chain " + key.chainId() + " and signs no more here" + positions
                        + "; it comes back with the other signer's state file: raftkms state import";
            case PAUSED ->
                "key is paused on chain " + key.chainId() + positions + "; run: raftkms resume --chain-id "
                        + key.chainId();
            case CONFLICT -> "conflicting data: other bytes were signed at this height, round and step" + positions;
            case HEIGHT_REGRESSION -> "height regression" + positions;
            case ROUND_REGRESSION -> "round regression" + positions;
            case STEP_REGRESSION -> "step regression" + positions;
            case BEYOND_JUMP_LIMIT ->
                "height is too far above the last one" + positions
                        + "; if the chain really is there, run: raftkms state raise";
            case MALFORMED -> "sign bytes do not decode to this chain and position" + positions;
        };
    }

    /** A mark at the very end of a height is that of an operator's floor or a new chain: no round was ever signed there. */
    private static String text(HeightRoundStep mark) {
        return mark.equals(HeightRoundStep.endOf(mark.height())) ? "height " + mark.height() : mark.toString();
    }
}
